// Which sections of the book answer a query, best first. Loaded by search.js at the first use.
// crates/site/src/search writes what is read here and describes the two formats.
"use strict";

{
  const { fold, parts, plain, words, stem, isTypo, greek, isSmall, wordsOf, camel } = window.words;
  // What a word counts, by where it stands; `named` for words that are a whole name.
  const WEIGHT = { named: 14, title: 10, heading: 6, name: 4, text: 3 };
  // What a section counts that is looked up rather than read: reference, exercises, sources, the list of
  // checks, and the first page, which repeats the names of all others.
  const ASIDE = 0.5;
  // So many results, and so many of a page.
  const LIMIT = 12;
  const PER_PAGE = 2;
  // What a match counts that is not the word itself.
  const QUALITY = { exact: 1, stem: 0.85, prefix: 0.6, typo: 0.4 };
  // What a page counts that has all words in one section, in several, or some of them only.
  const HOLDS = { section: 1, page: 0.6, some: 0.2 };
  window.ranking = ({ pages, also: pairs }) => {
    const sections = [];
    const starts = [];
    // For each place a word may stand in: the word, and there its weight: of titles and names for a page, else for a section.
    const fields = { title: new Map(), heading: new Map(), name: new Map(), text: new Map() };
    const put = (field, word, where, weight) => {
      if (!fields[field].has(word)) fields[field].set(word, new Map());
      const places = fields[field].get(word);
      places.set(where, Math.max(weight, places.get(where) ?? 0));
    };
    // Whole names, and the pages that bear them.
    const names = new Map();
    // What readers say, and what may be meant by it, in one way or more.
    const also = new Map();
    for (const [said, meant] of pairs) also.set(plain(said), [...(also.get(plain(said)) ?? []), meant]);
    pages.forEach(({ names: others, sections: all }, page) => {
      starts.push(sections.length);
      const title = all[0][1];
      const long = parts(title).filter((word) => !isSmall(word)).length;
      for (const word of words(title)) put("title", word, page, 1 / (0.7 + 0.3 * long));
      for (const name of others) for (const word of [...words(name), plain(name)]) put("name", word, page, 1);
      all.forEach(([id, heading], index) => {
        const number = sections.push({ index, isFirst: index === 0, page, title, id, heading, aside: /^(in-rust|properties|numbers|exercises|sources|verified)$/.test(id) || pages[page].page === "index.html" }) - 1;
        if (index > 0) for (const word of words(heading)) put("heading", word, number, 1);
      });
      for (const written of [title, ...title.split(" / "), ...others]) {
        const name = plain(written);
        if (!names.has(name)) names.set(name, []);
        if (!names.get(name).some((other) => other.page === page)) names.get(name).push({ page, written });
      }
    });
    // What other chapters speak of has a name and no page.
    for (const meant of [...also.values()].flat()) if (!names.has(plain(meant))) names.set(plain(meant), []);
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

    // How much each section has of a unit, by field; and how rare the unit is.
    const places = (others) => {
      const found = {};
      const holding = new Set();
      for (const [field, words] of Object.entries(fields)) {
        found[field] = new Map();
        for (const [other, quality] of others) {
          for (const [section, weight] of words.get(other) ?? []) {
            const score = quality * weight * WEIGHT[field];
            found[field].set(section, Math.max(score, found[field].get(section) ?? 0));
            holding.add(field === "title" || field === "name" ? starts[section] : section);
          }
        }
      }
      return { found, rarity: Math.log(1 + sections.length / (1 + holding.size)) };
    };

    // The pages that have these words. A word in a title or a name of a page counts for all of its sections.
    const rank = (all) => {
      const units = counting(all);
      const scored = pages.map(() => ({ own: units.map(() => 0), name: null, isWhole: false, sections: new Map() }));
      const add = (list, index, score) => {
        list[index] += score;
      };
      units.forEach(({ others }, index) => {
        const { found, rarity } = places(others);
        for (const field of ["title", "name"]) {
          for (const [page, score] of found[field]) add(scored[page].own, index, score * rarity);
        }
        for (const field of ["heading", "text"]) {
          for (const [number, score] of found[field]) {
            const { page, aside } = sections[number];
            const of = scored[page].sections;
            if (!of.has(number)) of.set(number, units.map(() => 0));
            add(of.get(number), index, score * rarity * (aside ? ASIDE : 1));
          }
        }
        units[index].rarity = rarity;
      });
      for (const { name, run } of longest([all, units], names)) {
        const counted = units.flatMap((unit, index) => (run.includes(unit) ? [index] : []));
        for (const { page, written } of names.get(name)) {
          scored[page].name = written;
          scored[page].isWhole = counted.length === units.length;
          for (const index of counted) add(scored[page].own, index, WEIGHT.named * units[index].rarity);
        }
      }
      const sum = (list) => list.reduce((total, one) => total + one, 0);
      return scored.flatMap(({ own, name, isWhole, sections: of }, page) => {
        const total = sum(own);
        if (!total && !of.size) return [];
        // What the title says already tells no section from another.
        const rest = (list) => sum(list.map((score, index) => (own[index] ? score / 4 : score)));
        const ordered = [...of].map(([number, list]) => ({ number, list, score: rest(list) }));
        ordered.sort((a, b) => b.score - a.score || a.number - b.number);
        const best = ordered[0]?.list ?? units.map(() => 0);
        const isIn = (lists) => units.every((_, index) => own[index] || lists.some((list) => list[index]));
        // A second section of a page is shown if it says about as much as the first.
        const numbers = ordered.filter(({ score }) => score > ordered[0].score / 2).map(({ number }) => number);
        // A query of titles and names alone asks for the page.
        if (own.every(Boolean) || !numbers.length) numbers.unshift(starts[page]);
        return {
          page,
          name,
          // A query that is a name, and nothing more, asks for its pages first.
          isWhole,
          holds: isIn([best]) ? HOLDS.section : isIn(ordered.map(({ list }) => list)) ? HOLDS.page : HOLDS.some,
          score: total + rest(best) + Math.min(sum(ordered.slice(1).map(({ score }) => score)) / 8, 10),
          sections: [...new Set(numbers)].slice(0, PER_PAGE),
        };
      });
    };

    // The words of a query that together are a known name, as one; the longest first, none twice:
    // `binary cross-entropy` is not `cross-entropy`. Each list is the query once more: with its small
    // words, as in `best of n`, and without.
    const longest = (lists, known) => {
      const found = [];
      for (const all of lists) {
        for (let from = 0; from < all.length; from++) {
          for (let to = from + 1; to <= Math.min(all.length, from + 6); to++) {
            const run = all.slice(from, to);
            const joined = run.map(({ word }) => word).join("");
            const spellings = run.length === all.length ? [joined, joined.replace(/loss$/, ""), `${joined}loss`] : [joined];
            const name = spellings.find((spelling) => known.has(spelling));
            if (name) found.push({ name, run });
          }
        }
      }
      found.sort((a, b) => b.run.length - a.run.length);
      const taken = new Set();
      return found.filter(({ run }) => {
        if (run.some((one) => taken.has(one))) return false;
        for (const one of run) taken.add(one);
        return true;
      });
    };

    const unitOf = ([word, typed]) => {
      const others = meant(word);
      if (others.size) return [{ word, others }];
      const split = camel(typed).filter((part) => part.length > 1);
      return split.length > 1 ? split.map((part) => ({ word: part, others: meant(part) })) : [{ word, others }];
    };

    // Small words count only if there are no others.
    const counting = (all) => {
      const rest = all.filter(({ word }) => !isSmall(word) && (word.length > 1 || word > "z"));
      return rest.length ? rest : all;
    };

    // A query in the words of this book: `derivative` is `gradient`; none if it is that already, several
    // if what is said means one thing or another.
    const translated = (query) => {
      const all = wordsOf(query).map(([word, typed]) => ({ word, typed }));
      const said = longest([all], also);
      const ways = Math.max(0, ...said.map(({ name }) => also.get(name).length));
      return Array.from({ length: ways }, (_, way) => {
        const text = all.map(({ typed }) => typed);
        for (const { name, run } of said) {
          const from = all.indexOf(run[0]);
          text.fill("", from, from + run.length).splice(from, 1, also.get(name)[way] ?? also.get(name)[0]);
        }
        return text.join(" ");
      });
    };

    const find = (query) => {
      const first = (a, b) => b.isWhole - a.isWhole || b.score - a.score || a.page - b.page;
      const best = new Map();
      const meanings = new Set();
      for (const [said, share] of [[query, 1], ...translated(query).map((other) => [other, 0.9])]) {
        const all = wordsOf(said).flatMap(unitOf);
        for (const { others } of counting(all)) for (const word of others.keys()) meanings.add(word);
        for (const one of rank(all)) {
          one.score *= share * one.holds;
          const other = best.get(one.page);
          if (!other || first(one, other) < 0) best.set(one.page, one);
        }
      }
      const ordered = [...best.values()].sort(first);
      const found = ordered.flatMap(({ page, name, isWhole, score, sections: numbers }) =>
        numbers.map((number) => ({ ...sections[number], path: pages[page].page, name, isWhole, score })),
      );
      return { found: found.slice(0, LIMIT), words: meanings };
    };
    return { read, find, fold };
  };
}
