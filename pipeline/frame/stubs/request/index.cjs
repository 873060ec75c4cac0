'use strict';

function refuse() {
  throw new Error('Cannot read from a URL: Enjambre carries danfo.js without that. Next: download the file first.');
}

module.exports = Object.assign(refuse, { get: refuse });
