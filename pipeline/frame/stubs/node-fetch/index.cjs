'use strict';

module.exports = (url, options) => fetch(url, options);
