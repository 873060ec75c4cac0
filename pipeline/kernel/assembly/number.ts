// The text of a field → the decimal that it says: `mantissa`·10^-`scale`, while the mantissa has at most 18 digits.
// Everything else (missing marks, longer numbers, what is no number) is left to the host, which reads it once more.

export let mantissa: i64 = 0;
export let scale: i32 = 0;

let decimalMark: u8 = 46;

export function setDecimalMark(byte: u8): void {
  decimalMark = byte;
}

export function setDecimal(m: i64, s: i32): void {
  mantissa = m;
  scale = s;
}

@inline
function isBlank(byte: u8): bool {
  return byte == 32 || byte == 9 || byte == 13;
}

/** Reads `[start, end)`; true when it is a number, which is then in `mantissa` and `scale`. */
export function parseField(start: usize, end: usize): bool {
  if (parseDecimal(start, end)) return true;
  while (start < end && isBlank(load<u8>(start))) start++;
  while (end > start && isBlank(load<u8>(end - 1))) end--;
  if (end - start >= 2 && load<u8>(start) == 34 && load<u8>(end - 1) == 34) {
    start++;
    end--;
    while (start < end && isBlank(load<u8>(start))) start++;
    while (end > start && isBlank(load<u8>(end - 1))) end--;
  }
  return parseDecimal(start, end);
}

function parseDecimal(start: usize, end: usize): bool {
  let at = start;
  if (at >= end) return false;
  let negative = false;
  let byte = load<u8>(at);
  if (byte == 45 || byte == 43) {
    negative = byte == 45;
    at++;
  }
  let m: i64 = 0;
  let digits = 0; // significant digits, so that leading zeros cost nothing
  let seen = false;
  while (at < end) {
    const digit = load<u8>(at) - 48;
    if (digit > 9) break;
    m = m * 10 + <i64>digit;
    digits += i32(m != 0);
    if (digits > 18) return false;
    seen = true;
    at++;
  }
  let s: i32 = 0;
  if (at < end && load<u8>(at) == decimalMark) {
    at++;
    const fraction = at;
    while (at < end) {
      const digit = load<u8>(at) - 48;
      if (digit > 9) break;
      m = m * 10 + <i64>digit;
      digits += i32(m != 0);
      if (digits > 18) return false;
      seen = true;
      at++;
    }
    if (at - fraction > 200) return false;
    s = <i32>(at - fraction);
  }
  if (!seen) return false;
  if (at < end) {
    if ((load<u8>(at) | 32) != 101) return false;
    at++;
    let down = false;
    if (at < end) {
      byte = load<u8>(at);
      if (byte == 45 || byte == 43) {
        down = byte == 45;
        at++;
      }
    }
    if (at >= end || end - at > 3) return false;
    let exponent: i32 = 0;
    while (at < end) {
      const digit = load<u8>(at) - 48;
      if (digit > 9) return false;
      exponent = exponent * 10 + <i32>digit;
      at++;
    }
    s += down ? exponent : -exponent;
    // Near the ends of double's range the host decides what is valid.
    if (s > 280 || s < -280) return false;
  }
  mantissa = negative ? -m : m;
  scale = s;
  return true;
}

// Numbers that are, or may be, missing marks: value and scale, 16 bytes each.
const SENTINEL_MOST: u32 = 64;
const sentinels = memory.data(64 * 16, 8);
let sentinelCount: u32 = 0;

export function resetSentinels(): void {
  sentinelCount = 0;
}

/** False when there is no room for another. */
export function addSentinel(m: i64, s: i32): bool {
  if (sentinelCount == SENTINEL_MOST) return false;
  const at = sentinels + ((<usize>sentinelCount) << 4);
  store<i64>(at, m);
  store<i32>(at, s, 8);
  sentinelCount++;
  return true;
}

/** Whether the number that was read last is to be looked at by the host. */
@inline
export function isSentinel(): bool {
  return sentinelCount != 0 && findSentinel();
}

function findSentinel(): bool {
  for (let i: u32 = 0; i < sentinelCount; i++) {
    const at = sentinels + ((<usize>i) << 4);
    if (load<i64>(at) == mantissa && load<i32>(at, 8) == scale) return true;
  }
  return false;
}
