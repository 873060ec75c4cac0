// 64 bytes of text → a 64-bit mask of the places where one byte value stands. With SIMD where the machine has it;
// the same source is compiled a second time without, for boards whose processor lacks it.

/** The byte in every lane: what `maskOf` compares with. */
@inline
export function maskOf(block: usize, byte: u8): u64 {
  if (ASC_FEATURE_SIMD) {
    const lanes = i8x16.splat(byte);
    return (
      <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(block), lanes))) |
      (<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(block, 16), lanes))) << 16) |
      (<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(block, 32), lanes))) << 32) |
      (<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(block, 48), lanes))) << 48)
    );
  }
  return scalarMask(block, byte);
}

/** Exact zero-byte test on eight bytes at a time, then the eight high bits gathered by a multiplication. */
function scalarMask(block: usize, byte: u8): u64 {
  const pattern = <u64>byte * 0x0101010101010101;
  let mask: u64 = 0;
  for (let lane: usize = 0; lane < 64; lane += 8) {
    const x = load<u64>(block + lane) ^ pattern;
    const low = (x & 0x7f7f7f7f7f7f7f7f) + 0x7f7f7f7f7f7f7f7f;
    const zero = ~(low | x | 0x7f7f7f7f7f7f7f7f);
    mask |= (((zero >> 7) * 0x0102040810204080) >> 56) << (<u64>lane);
  }
  return mask;
}
