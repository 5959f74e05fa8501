// The bits of value and slope of functions at some places, of all modules that hold these functions.
// The value is a function; it gives triples: the module, the name of the function, the bits of both
// at each place.
async (addresses, names, places) => {
  const bits = (x) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, x);
    return view.getBigUint64(0).toString(16);
  };
  const numbers = places.map(Number);
  const answers = [];
  for (const address of addresses) {
    const { instance } = await WebAssembly.instantiate(await (await fetch(address)).arrayBuffer());
    for (const name of names) {
      const [value, slope] = ["value", "slope"].map((what) => instance.exports[`${what} ${name}`]);
      if (value && slope) answers.push([address, name, numbers.map((x) => [bits(value(x)), bits(slope(x))])]);
    }
  }
  return answers;
}
