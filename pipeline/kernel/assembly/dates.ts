// Dates as exports write them: `MM/DD/YYYY…` and `YYYY-MM-DD…`.

@inline
function digit(at: usize, end: usize): u32 {
  return at < end ? <u32>load<u8>(at) - 48 : 99;
}

let cursor: usize = 0;

/** Digits from `cursor` on, between `least` and `most` of them; -1 where they are not. */
function readDigits(end: usize, least: u32, most: u32): i32 {
  let value: i32 = 0;
  let length: u32 = 0;
  while (length < most && digit(cursor, end) <= 9) {
    value = value * 10 + <i32>digit(cursor, end);
    cursor++;
    length++;
  }
  return length < least ? -1 : value;
}

function readMark(end: usize, mark: u8): bool {
  if (cursor >= end || load<u8>(cursor) != mark) return false;
  cursor++;
  return true;
}

/** The date at the start of a text, as year·10000 + month·100 + day; 0 for anything else. */
export function readDate(start: usize, end: usize): u32 {
  cursor = start;
  let year: i32;
  let month = readDigits(end, 1, 4);
  let day: i32;
  if (cursor == start + 4) {
    year = month;
    if (!readMark(end, 45)) return 0;
    month = readDigits(end, 1, 2);
    if (month < 0 || !readMark(end, 45)) return 0;
    day = readDigits(end, 1, 2);
  } else {
    if (month < 0 || cursor > start + 2 || !readMark(end, 47)) return 0;
    day = readDigits(end, 1, 2);
    if (day < 0 || !readMark(end, 47)) return 0;
    year = readDigits(end, 4, 4);
  }
  if (digit(cursor, end) <= 9) return 0;
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return 0;
  return <u32>(year * 10000 + month * 100 + day);
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}
