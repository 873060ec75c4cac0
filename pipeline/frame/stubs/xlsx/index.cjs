'use strict';

function refuse() {
  throw new Error(
    'Cannot read or write Excel files: Enjambre carries danfo.js without them. Next: save the sheet as CSV.',
  );
}

module.exports = { read: refuse, readFile: refuse, writeFile: refuse, utils: new Proxy({}, { get: () => refuse }) };
