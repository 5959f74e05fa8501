// Which sections of the book answer a query, best first. Loaded by search.js at the first use.
// crates/site/src/search writes what is read here and describes the two formats.
"use strict";

{
  // What a match of a whole word counts, by where it stands. The names of a page count for its first section in full.
  const WEIGHT = { named: 14, title: 10, heading: 6, name: 4, text: 3 };
  const ELSEWHERE_ON_PAGE = 0.35;
  // What a match counts that is not the word itself.
  const QUALITY = { exact: 1, stem: 0.85, prefix: 0.6, typo: 0.4 };
  const STOP = new Set("a an and are as at be by can do does for from has have how i if in is it its my of on or should so than that the then there this to use used versus vs was we what when which why will with without you".split(" "));
  const GREEK = "αalpha βbeta γgamma δdelta εepsilon ζzeta ηeta θtheta ιiota κkappa λlambda μmu νnu ξxi οomicron πpi ρrho σsigma τtau υupsilon φphi χchi ψpsi ωomega".split(" ");

  // Small letters, no accents; British and American spellings are one.
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("z", "s").replaceAll("ς", "σ").replaceAll("ϵ", "ε").replaceAll("ϕ", "φ");
  const parts = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const plain = (text) => parts(text).join("");
  // The parts of what hyphens join, and the whole of it.
  const words = (text) => text.split(/[^\p{L}\p{N}_-]+/u).flatMap((word) => [...new Set([...parts(word), plain(word)])]).filter((word) => word);
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

  // The words of a query: of `jax.nn.gelu` the last. Small words count only if there are no others.
  const unitsOf = (query) => {
    const typed = query.split(/\s+/).map((word) => word.replace(/\(.*$/, "").replace(/^(?:\w+\.)+(?=\w{2})/, ""));
    const all = typed.flatMap((word) => words(word).length > 2 && /[-_]/.test(word) ? parts(word).map((part) => [part, part]) : parts(word).map((part) => [part, word]));
    const rest = all.filter(([word]) => !STOP.has(word) && (word.length > 1 || word > "z"));
    return rest.length ? rest : all;
  };
  const camel = (word) => parts(word.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2"));

  window.ranking = (pages) => {
    const sections = [];
    const firsts = [];
    // For each place a word may stand in: the word, and its sections with a weight of each.
    const fields = { title: new Map(), heading: new Map(), name: new Map(), text: new Map() };
    const put = (field, word, section, weight) => {
      if (!fields[field].has(word)) fields[field].set(word, new Map());
      const places = fields[field].get(word);
      places.set(section, Math.max(weight, places.get(section) ?? 0));
    };
    const names = new Map();
    for (const { page, names: others, sections: all } of pages) {
      const first = sections.length;
      const [[, title]] = all;
      for (const [id, heading] of all) {
        const number = sections.push({ page, title, id, heading, first }) - 1;
        const share = number === first ? 1 : ELSEWHERE_ON_PAGE;
        const ofTitle = parts(title).filter((word) => !STOP.has(word));
        for (const word of words(title)) put("title", word, number, share / (0.7 + 0.3 * ofTitle.length));
        for (const name of others) for (const word of words(name)) put("name", word, number, share);
        if (number > first) for (const word of words(heading)) put("heading", word, number, 1);
      }
      firsts.push(first);
      for (const name of [title, ...title.split(" / "), ...others]) {
        if (!names.has(plain(name))) names.set(plain(name), []);
        const known = names.get(plain(name));
        if (!known.some((other) => other.first === first)) known.push({ first, name });
      }
    }
    for (const name of names.keys()) for (const { first } of names.get(name)) put("name", name, first, 1);
    let dictionary = new Map();
    const collect = () => {
      dictionary = new Map();
      for (const field of Object.values(fields)) for (const word of field.keys()) if (!dictionary.has(word)) dictionary.set(word, stem(word));
    };
    collect();

    // The text of the book: a line for each word.
    const read = (lines) => {
      const lengths = sections.map(() => 0);
      let word = "";
      const found = [];
      for (const line of lines.split("\n")) {
        if (!line) continue;
        const [beginning, places] = line.split(" ");
        const before = [...word];
        word = before.slice(0, parseInt(beginning[0], 36)).join("") + beginning.slice(1);
        let section = -1;
        for (const place of places.split(",")) {
          const [gap, count] = place.split("*").map((digits) => parseInt(digits, 36));
          section += gap;
          lengths[section] += count ?? 1;
          found.push([fold(word), section, count ?? 1]);
        }
      }
      const usual = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
      for (const [text, section, count] of found) {
        put("text", text, section, count / (count + 0.4 + 0.8 * (lengths[section] / usual)));
      }
      collect();
    };

    // The words of the book that may be meant: the same, or of one origin, or longer; mistyped only if there is no such.
    const meant = (word) => {
      const others = new Map();
      const own = stem(word);
      const letter = greek.get(word);
      for (const [other, ofOther] of dictionary) {
        if (other === word || other === letter) others.set(other, QUALITY.exact);
        else if (ofOther === own) others.set(other, QUALITY.stem);
        else if (word.length > 1 && other.startsWith(word)) others.set(other, QUALITY.prefix);
      }
      if (!others.size && word.length > 3) {
        for (const other of dictionary.keys()) if (other.length > 2 && isTypo(word, other)) others.set(other, QUALITY.typo);
      }
      return others;
    };

    const find = (query) => {
      let units = unitsOf(query);
      units = units.flatMap(([word, typed]) => {
        const others = meant(word);
        if (others.size) return [{ word, others }];
        const split = camel(typed).filter((part) => part.length > 1);
        return split.length > 1 ? split.map((part) => ({ word: part, others: meant(part) })) : [{ word, others }];
      });
      const scores = new Map();
      const add = (section, unit, score) => {
        if (!scores.has(section)) scores.set(section, new Map());
        const own = scores.get(section);
        own.set(unit, (own.get(unit) ?? 0) + score);
      };
      units.forEach((unit, index) => {
        const places = {};
        const holding = new Set();
        for (const [other, quality] of unit.others) {
          for (const [field, ofField] of Object.entries(fields)) {
            for (const [section, weight] of ofField.get(other) ?? []) {
              places[field] ??= new Map();
              places[field].set(section, Math.max(places[field].get(section) ?? 0, quality * weight * WEIGHT[field]));
              holding.add(section);
            }
          }
        }
        unit.rarity = Math.log(1 + sections.length / (1 + holding.size));
        for (const field of Object.values(places)) for (const [section, score] of field) add(section, index, score * unit.rarity);
      });
      // Words that together are a name: `log sum exp`, `soft threshold`.
      const called = new Map();
      for (let from = 0; from < units.length; from++) {
        for (let to = from + 1; to <= Math.min(units.length, from + 6); to++) {
          const name = units.slice(from, to).map(({ word }) => word).join("");
          const shorter = name.replace(/loss$/, "");
          for (const { first, name: written } of names.get(name) ?? names.get(shorter) ?? names.get(`${name}loss`) ?? []) {
            called.set(first, written);
            for (let index = from; index < to; index++) add(first, index, WEIGHT.named * (units[index].rarity ?? 1));
          }
        }
      }
      const known = units.filter(({ others }) => others.size).length;
      const found = [...scores].map(([number, own]) => ({
        ...sections[number],
        number,
        name: called.get(number),
        isWhole: own.size >= known,
        score: [...own.values()].reduce((sum, score) => sum + score, 0),
      }));
      found.sort((a, b) => b.isWhole - a.isWhole || b.score - a.score || a.number - b.number);
      return { found, words: new Set(units.flatMap(({ others }) => [...others.keys()])) };
    };
    return { read, find, fold };
  };
}
