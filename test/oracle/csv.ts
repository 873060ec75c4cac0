import { Refusal } from './refusal.ts';

/**
 * Bytes as text with one character a byte, so that the oracle can use the plainest string functions.
 * Never mixed up with decoded text: `decode` makes that.
 */
export type ByteText = string;

export interface Field {
  /** What the field holds, quotes decoded. */
  content: ByteText;
  /** Where the field starts: line counted from 1, byte of the file counted from 0. */
  line: number;
  byte: number;
}

export type Encoding = 'utf-8' | 'latin1';

export function byteText(bytes: Uint8Array): ByteText {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

export function bytesOf(text: ByteText): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function isEncodedIn(text: ByteText, encoding: Encoding): boolean {
  return encode(decode(text, encoding), encoding) === text;
}

/** Bytes that are not UTF-8 are shown as U+FFFD. Latin-1 is ISO 8859-1: every byte is the code point of its number. */
export function decode(text: ByteText, encoding: Encoding): string {
  if (encoding === 'latin1') return text;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(text));
}

/** `undefined` where the encoding can't write the text. */
export function encode(text: string, encoding: Encoding): ByteText | undefined {
  if (encoding === 'latin1') return [...text].every((character) => character <= '\u00ff') ? text : undefined;
  return byteText(new TextEncoder().encode(text));
}

const byteOrderMark: ByteText = '\xef\xbb\xbf';

/** Every record of a file, the header among them; empty lines are none. Throws a {@link Refusal} for an unclosed quote. */
export function parseCsv(name: string, text: ByteText, delimiter: string): Field[][] {
  if (text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff')) throw new Refusal('utf-16', name);
  const records: Field[][] = [];
  let at = text.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
  let line = 1;

  /** Length of the line's end at `at`: 0, 1 or 2 bytes. Asked only outside quotes. */
  const terminatorLength = (): number => (text[at] === '\n' ? 1 : text.startsWith('\r\n', at) ? 2 : 0);

  const readField = (): Field => {
    const field: Field = { content: '', line, byte: at };
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        if (at === text.length) throw new Refusal('unclosed-quote', name, { line: field.line, byte: field.byte });
        if (text.startsWith('""', at)) {
          field.content += '"';
          at += 2;
        } else if (text[at] === '"') {
          at += 1;
          break;
        } else {
          if (text[at] === '\n') line += 1;
          field.content += text[at];
          at += 1;
        }
      }
    }
    while (at < text.length && text[at] !== delimiter && terminatorLength() === 0) {
      field.content += text[at];
      at += 1;
    }
    return field;
  };

  while (at < text.length) {
    if (terminatorLength() === 0) {
      const record = [readField()];
      while (text[at] === delimiter) {
        at += 1;
        record.push(readField());
      }
      records.push(record);
    }
    if (at < text.length) {
      at += terminatorLength();
      line += 1;
    }
  }
  return records;
}
