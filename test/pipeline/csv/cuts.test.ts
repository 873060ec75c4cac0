import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RecordStart } from '../../../pipeline/csv/cuts.ts';
import { findRecordStart } from '../../../pipeline/csv/cuts.ts';
import { bytesOf, parseCsv } from '../../oracle/csv.ts';
import { Refusal } from '../../oracle/refusal.ts';

const test = suite('the start of a record is found in the middle of a file');
const comma = 44;

/** Asks for the record start at or after `place`, with `viewBytes` in view; answers in offsets of the text. */
function startNear(text: string, place: number, fieldCount: number, viewBytes = text.length): RecordStart | undefined {
  const end = Math.min(text.length, place - 1 + viewBytes);
  const view = { bytes: bytesOf(text.slice(place - 1, end)), complete: end === text.length };
  const found = findRecordStart(view, comma, fieldCount);
  return found === undefined ? undefined : { ...found, at: found.at + place - 1 };
}

/** True where a record may start: after a line feed with every quote before it closed. */
function isRecordStart(text: string, place: number): boolean {
  if (text[place - 1] !== '\n') return false;
  try {
    parseCsv('x', text.slice(0, place), ',');
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const nasty = [
  'id,text,value\n',
  '1,"two\nlines, and a comma",2.5\r\n',
  '2,"a ""quoted"" word",3\n',
  '3,"\n\n""\n,""\n",4\n',
  '4,plain,5\n',
  '5,"looks like rows\n6,x,7\n7,y,8\n",9\n',
  '"8","",""\n',
  '9,"x\n"y,10\n',
].join('');

test('every place of a file full of quoted line feeds leads to a true record start', () => {
  for (let place = 15; place < nasty.length; place++) {
    const found = startNear(nasty, place, 3);
    assert.ok(found !== undefined && found.at >= place, `place ${place}`);
    assert.ok(isRecordStart(nasty, found.at), `place ${place} leads to ${found.at}`);
  }
});

test('a place where a record starts is that start, if no quote is near', () => {
  const text = 'a,b\n1,2\n3,4\n5,6\n';
  assert.equal(startNear(text, 8, 2), { at: 8, belief: 'proven' });
  assert.equal(startNear(text, 8, 2, 6), { at: 8, belief: 'likely' });
  assert.equal(startNear(text, 9, 2), { at: 12, belief: 'proven' });
});

test('what is called proven is true for any text', () => {
  const soup = fc.string({ unit: fc.constantFrom(...'""",,\n\n\rab'), minLength: 2, maxLength: 50, size: 'max' });
  let proven = 0;
  fc.assert(
    fc.property(soup, fc.nat(), fc.integer({ min: 1, max: 60 }), (text, seed, viewBytes) => {
      try {
        parseCsv('x', text, ',');
      } catch {
        return;
      }
      const found = startNear(text, 1 + (seed % (text.length - 1)), 2, viewBytes);
      if (found?.belief !== 'proven') return;
      proven++;
      assert.ok(found.at === text.length || isRecordStart(text, found.at), `${found.at}`);
    }),
    { numRuns: 5000 },
  );
  assert.ok(proven > 300, `only ${proven} proofs seen`);
});

test('rows decide where the two readings never meet', () => {
  const rows = '"",1,2\n'.repeat(40);
  assert.equal(startNear(`a,b,c\n${rows}`, 20, 3, 100), { at: 20, belief: 'likely' });
  const text = `a,b,c\n"",1,"${'x\n"",'.repeat(40)}`;
  assert.is(startNear(text, 30, 3, 100)?.belief, 'weak');
});

test('inside a quoted field, the rows that follow decide too', () => {
  const text = `a,b,c\n${'3,"\n,",2\n'.repeat(30)}`;
  // The second row's quoted line feed lies at 18.
  assert.equal(startNear(text, 18, 3, 100), { at: 24, belief: 'likely' });
});

test('no line feed in view means no record start', () => {
  assert.is(startNear(`a\n${'x'.repeat(100)}\n1\n`, 10, 1, 50), undefined);
});

test("text of a quoted field that has not the header's field count is doubted", () => {
  assert.is(startNear(`a,b\n1,"${'text\n'.repeat(100)}",2\n`, 20, 2, 100)?.belief, 'weak');
});

test.run();
