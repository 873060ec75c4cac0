// Writes the awkward files that lie beside this script; test/pipeline/awkward.test.ts says what each must give.
// Run it with: deno run --allow-write=test/data/awkward test/data/awkward/make.ts
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const byteOrderMark = '\ufeff';

/** Characters up to U+00FF, one byte each. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function utf16(text: string): Uint8Array {
  const bytes = [...`${byteOrderMark}${text}`].flatMap((character) => {
    const unit = character.charCodeAt(0);
    return [unit & 0xff, unit >> 8];
  });
  return Uint8Array.from(bytes);
}

const digits400 = '1234567890'.repeat(40);

/** Records whose quoted text looks like rows, line after line: a cut anywhere in them must not take it for rows. */
const falseRows = ['"', 'a,1\n', ',"",7\r\n', '\n', 'b,2', '\r\n""\r\n', '"",3\n', '",4\n'].join('');

/** Name → text, written as UTF-8, or the bytes themselves. */
export const awkwardFiles: Record<string, string | Uint8Array> = {
  'empty.csv': '',
  'only-empty-lines.csv': '\n\r\n\n',
  'only-byte-order-mark.csv': byteOrderMark,
  'header-only.csv': 'k,v\n',
  'header-without-newline.csv': 'k,v',
  'empty-lines-before-header.csv': '\n\r\nk,v\na,1\n',
  'no-final-newline.csv': 'k,v\na,1\nb,2',
  'byte-order-mark.csv': `${byteOrderMark}"v",k\n1,a\n${byteOrderMark}2,b\n3,${byteOrderMark}b\n`,
  'crlf.csv': '"k","v"\r\na,1\r\n"b","2"\r\n"c\r\nd",\r\n',
  'mixed-terminators.csv': 'k,v\r\na,1\nb,2\r\nc\rd,3\r\r\n"e\r",4\n\rf,5\r\n',
  'final-carriage-return.csv': 'k,v\na,1\n\r',
  'value-then-carriage-return.csv': 'k,v\na,1\r',
  'empty-lines.csv': 'k,v\n\na,1\n\r\n\n""\nb,2\n\n\r\n',
  'quoted-newlines.csv': `k,v\n${falseRows.repeat(4)}"\n",5\nlast,6\n`,
  'quotes-inside.csv': 'k,v\na"b,1\n"c""d",2\n e"",3\nf""\ng",4\n',
  'text-after-quote.csv': 'k,v\n"a"b,1\n"a"b"c",2\n"a" ,"3"\n"a,"","4"5\n"",6""\n',
  'doubled-quotes.csv': `k,v\n"""",1\n"${'"'.repeat(62)}",2\n"""\n"",""\n""",3\n"a""","""4"""\n"",5\n`,
  'unclosed-quote.csv': 'k,v\na,1\n"b\n""",2\nc,"3\nd,4\n',
  'unclosed-quote-at-end.csv': 'k,v\na,1\nb,"',
  'unclosed-quote-in-header.csv': 'k,"v\na,1\n',
  'closed-by-the-last-byte.csv': 'k,v\na,"1"',
  'ragged.csv': 'k,v,w\na\nb,1\nc,2,3\nd,4,5,6\n,\n,,,\ne,"7\n8",x,,,,\n',
  'nul.csv': 'k,v\n\0,1\na\0b,\0\na\0,2\0\na\0b,3\n',
  'latin1.csv': latin1('Estaci\xf3n;v\nBogot\xe1;1,5\n\xd1u\xf1oa;2\nBogot\xe1;N/D\n\xff;-\xbd\n'),
  'not-utf-8.csv': latin1('k,v,\xd1\n\xff,1\n\xfe,2\n\xff,\xbd,\n\xc3,\xa04\xfc\n'),
  'utf-16.csv': utf16('k,v\r\na,1\r\n'),
  'accents.csv': 'Estación,v\nBogotá,1\nBogota\u0301,2\n😀,3\n\uff5e,4\nbogotá,5\n',
  'one-row.csv': 'v\n1\n',
  'column-names.csv': 'CodigoEstacion,ValorObservado,"Fecha, hora"\n1,2,3\n',
  'same-name-twice.csv': 'v,k,v\n1,2,3\n',
  'decimal-comma.csv': 'k;v\na;1,5\nb;"2,25"\nc;1.5\nd;1.234,5\ne;,5\nf;-7,\ng;1,5e1\n"h;i";"3"\n',
  'tabs.csv': 'k\tv\na b\t1\n"c\td"\t 2 \n\t3\n\t\t\n',
  'pipes.csv': 'k|v\na,b|1\n"c|d"|2\n|\n',
  'only-missing.csv': 'k,v\na,\nb,NaN\nc,na\nd,N/A\ne,n/d\nf,NULL\ng,none\nh,"  "\ni," ""NaN"" "\nj\n',
  'one-value.csv': 'k,v\na,\nb,2.5\nc,x\n',
  'all-equal.csv': 'k,v\na,1.5\nb,1.50\nc,15e-1\nd,+01.5\ne,"1.5"\nf,.15E1\n',
  'exponents.csv': 'k,v\na,1e3\nb,-1.5E+2\nc,5.e-1\nd,0e999999999999999999\ne,1e\nf,e3\ng,1e1.5\nh,1e 3\n',
  'four-hundred-digits.csv': `k,v\na,${digits400}\nb,0.${digits400}\nc,${digits400}e-399\nd,${digits400}e-800\n`,
  'limits.csv':
    'k,v\na,1e308\nb,1e-320\nc,1e309\nd,1e-400\ne,-1e308\nf,1.7976931348623158e308\ng,1e99999999999999999999\n',
  'leading-zeros.csv': 'k,v\n007,007\n7,-0007.500\n07,000\n7,1e0007\n',
  'negative-zero.csv': 'k,v\na,-0\nb,-0.000e5\nc,0\n',
  'blanks.csv': 'k,v\na, 1\n b,\t2 \nb , "3" \nb,"\t""4"" "\nb," 5"\t\nb, \nb,6 7\nb,\u00a08\n',
  'quoted-names.csv': '"v, mm"," k ""q"" ","dos\nlíneas"\n1,a,2\n3,a,4\n',
  'long-header.csv': 'k,v,w,x,y,z,,\na,1\nb,2,3\n',
  'one-column.csv': 'v\n1\n""\n\n" "\n2,5\n"3"\n',
  'number-names.csv': '10,2,__proto__,constructor\n1,2,3,a\n4,5,6,b\n',
  'dates.csv':
    'd,v\n01/15/2018 05:00:00 AM,1\n1/5/2018,2\n2018-01-31T23:59:00Z,3\n02/28/2018,4\n2018-2-28,5\n' +
    '02/29/2018,6\n" 02/29/2016 ",7\n13/01/2018,8\n01/15/18,9\n,10\n2018-01-155,11\n',
  'short-rows-and-keys.csv': 'a,b,v\n,,1\nx\nx,,2\nx,y\n"",y,3\n"x",y,4\n',
};

/** The bytes of one of them. */
export function awkwardBytes(name: string): Uint8Array {
  const content = awkwardFiles[name];
  if (content === undefined) throw new Error(`there is no awkward file ${name}`);
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const name of Object.keys(awkwardFiles)) writeFileSync(new URL(name, import.meta.url), awkwardBytes(name));
}
