'use strict';
// danfo.js asks of all data whether it is a `Tensor`, and uses the rest only for tensors, scalers and some plots.
class Tensor {}

module.exports = new Proxy(
  { Tensor },
  {
    get(known, name) {
      if (name in known || typeof name === 'symbol' || name === '__esModule' || name === 'default') return known[name];
      throw new Error(`Cannot use TensorFlow's "${name}": Enjambre carries danfo.js without tensors and scalers.`);
    },
  },
);
