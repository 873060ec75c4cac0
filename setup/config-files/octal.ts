/** A text as the bytes that files hold: UTF-8, one character a byte. */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** `\040` for a space, and so on. */
function octal(byte: string): string {
  return `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

/**
 * A word of /etc/fstab. Only these four: `mount` knows more of them, systemd does not, and both must see one path. A `#` inside
 * a word begins no comment for either.
 */
export function escapeFstabWord(bytes: string): string {
  return bytes.replace(/[ \t\n\\]/g, octal);
}

/** A path of /etc/exports; octal works for any byte there. */
export function escapeExportsPath(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9_./:@%+,=~\x80-\xff-]/g, octal);
}
