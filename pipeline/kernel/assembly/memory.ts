// Linear memory of the kernel: [fixed areas][input buffer][output buffer][heap …]. The heap only grows until `reset`,
// which frees all of it at once: a worker that fills its budget writes a segment and starts again with an empty heap.
// Blocks that are outgrown go to a free list of their size, because dense tables and the value table grow by doubling.

/** Set when the heap has passed its budget: the scan stops after the current record, and the caller flushes. */
export let full = false;

let heapBase: usize = 0;
let heapTop: usize = 0;
let heapLimit: usize = 0;

/** Heads of the free lists, one for each power of two. */
const freeLists = memory.data(32 * 4, 16);

export function setHeap(base: usize, budgetBytes: usize): void {
  heapBase = (base + 15) & ~(<usize>15);
  heapLimit = heapBase + budgetBytes;
  resetHeap();
}

export function resetHeap(): void {
  heapTop = heapBase;
  full = false;
  memory.fill(freeLists, 0, 32 * 4);
}

export function markFull(): void {
  full = true;
}

@inline
export function roomFor(bytes: usize): bool {
  return heapTop + bytes <= heapLimit;
}

function sizeClass(bytes: usize): u32 {
  return bytes <= 32 ? 5 : 32 - clz<u32>(<u32>bytes - 1);
}

/** Zeroed memory of at least `bytes`, in a block whose size is a power of two. */
export function allocate(bytes: usize): usize {
  const size = sizeClass(bytes);
  const list = freeLists + (<usize>size << 2);
  let block = <usize>load<u32>(list);
  if (block != 0) {
    store<u32>(list, load<u32>(block));
  } else {
    block = bump(<usize>1 << size);
  }
  memory.fill(block, 0, <usize>1 << size);
  return block;
}

/** Memory that is never freed on its own, in its exact size (rounded to 8 bytes). Not zeroed. */
export function bump(bytes: usize): usize {
  const block = heapTop;
  heapTop = (heapTop + bytes + 7) & ~(<usize>7);
  if (heapTop > heapLimit) full = true;
  const pages = <i32>((heapTop + 0xffff) >>> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) abort();
  return block;
}

export function release(block: usize, bytes: usize): void {
  const list = freeLists + (<usize>sizeClass(bytes) << 2);
  store<u32>(block, load<u32>(list));
  store<u32>(list, <u32>block);
}
