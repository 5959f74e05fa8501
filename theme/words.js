// Words as the search compares them. Loaded by search.js at the first use.
"use strict";

{
  // Words that say nothing of what is looked for.
  const STOP = new Set("a an and are as at be by can do does for from has have how i if in is it its my of on or should so than that the then there this to use used versus vs was we what when which why will with without you".split(" "));
  const isSmall = (word) => STOP.has(word);
  const GREEK = "αalpha βbeta γgamma δdelta εepsilon ζzeta ηeta θtheta ιiota κkappa λlambda μmu νnu ξxi οomicron πpi ρrho σsigma τtau υupsilon φphi χchi ψpsi ωomega".split(" ");

  // Small letters, no accents; British and American spellings are one.
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("z", "s").replaceAll("ς", "σ").replaceAll("ϵ", "ε").replaceAll("ϕ", "φ");
  const parts = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const plain = (text) => parts(text).join("");
  // The parts of what hyphens join, and the whole of it.
  const words = (text) => text.split(/[^\p{L}\p{N}_-]+/u).flatMap((word) => [...new Set([...parts(word), plain(word)])]).filter((word) => word);
  // A Greek letter by its name, and its name by the letter.
  const greek = new Map(GREEK.flatMap(([letter, ...name]) => [[letter, fold(name.join(""))], [fold(name.join("")), letter]]));

  // What words of one origin have in common, roughly.
  const stem = (word) => {
    let rest = word.length > 3 ? word.replace(/(?<![isu])s$/, "").replace(/ie$/, "y") : word;
    for (const [end, instead] of [[/isation$/, "is"], [/ation$/, "at"], [/(ing|ed|ly|ity)$/, ""], [/al$/, ""], [/(ic|ive|e|y)$/, ""]]) {
      const shorter = rest.replace(end, instead);
      if (shorter.length >= 4) rest = shorter;
    }
    return rest;
  };

  // Whether one letter more, less or other, or two neighbours swapped, makes one of the other.
  const isTypo = (a, b) => {
    if (Math.abs(a.length - b.length) > 1 || a === b) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    const after = (word, n) => word.slice(i + n);
    return (
      after(a, 1) === after(b, 1) || after(a, 1) === after(b, 0) || after(a, 0) === after(b, 1) ||
      (a[i] === b[i + 1] && a[i + 1] === b[i] && after(a, 2) === after(b, 2))
    );
  };

  // The words of a query with what was typed for each: of `jax.nn.gelu` the last.
  const wordsOf = (query) =>
    query
      .split(/\s+/)
      .map((word) => word.replace(/\(.*$/, "").replace(/^(?:\w+\.)+(?=\w{2})/, ""))
      .flatMap((word) => parts(word).map((part, _, all) => [part, all.length > 1 ? part : word]));
  // The parts of a name in capitals: `TripletMarginLoss`.
  const camel = (word) => parts(word.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2"));

  window.words = { fold, parts, plain, words, stem, isTypo, greek, isSmall, wordsOf, camel };
}
