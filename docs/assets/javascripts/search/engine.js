// Finds what a question asks for in the index that the site's build made (generator/search/). Knows nothing of pages and of how
// results look, so it runs wherever there is a script.
globalThis.searchEngine = (index) => {
  const stem = globalThis.searchStemmers?.[index.language] ?? ((word) => word);
  const silent = new Set(index.silent.split(" "));
  const stems = index.stems.split(" ");
  const written = index.postings.split(" ");
  const numberOf = new Map(stems.map((each, number) => [each, number]));

  // Parts are numbered over all entries: the beginning of the first, its questions, its sections, the beginning of the next.
  const firstPart = [];
  const entryOf = [];
  index.entries.forEach(({ questions, sections }, entry) => {
    firstPart.push(entryOf.length);
    for (let part = 0; part < 1 + questions.length + sections.length; part++) entryOf.push(entry);
  });

  // What the numbers of the index mean: a base of 1.5 for the steps of a weight, from a half.
  const LEVELS = 8;
  const WEIGHTS = Array.from({ length: LEVELS }, (_, step) => 0.5 * 1.5 ** step);
  const VALUE = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((digit, value) => [digit, value]));

  const K = { saturation: 20, partSaturation: 2, alike: 1, prefix: 0.7, slip: 0.6, inPhrase: 0.6, question: 1.5, section: 0.8, protocol: 2.5, df: 0.5, idf: 0.8, asked: 0.4, ...index.settings };

  // Each stem's postings are read when a question first asks for it: how much it counts in each part and in each entry.
  const read = new Map();
  const postingsOf = (number) => {
    if (!read.has(number)) read.set(number, decoded(written[number]));
    return read.get(number);
  };
  const decoded = (letters) => {
    const parts = new Map();
    let part = -1;
    let value = 0;
    let scale = 1;
    for (const letter of letters) {
      const digit = VALUE.get(letter);
      value += (digit % 32) * scale;
      scale *= 32;
      if (digit >= 32) continue;
      part += Math.floor(value / LEVELS) + 1;
      parts.set(part, WEIGHTS[value % LEVELS]);
      value = 0;
      scale = 1;
    }
    return parts;
  };
  const protocols = index.entries.filter(({ protocol }) => protocol).length;

  const split = (text) => (text.toLowerCase().replaceAll("’", "'").replace(/\bss?\.? ?(?=\d)/g, "section ")
    .match(/[\p{L}\p{N}]+(?:['&][\p{L}\p{N}]+)*/gu) ?? []).filter((word) => !/^\d{5,}$/.test(word));

  // How many letters a written word is from the beginning of a known one: one too many, too few, another, or two changed about.
  const slips = (word, known, most) => {
    let twoAbove = [];
    let above = Array.from({ length: word.length + 1 }, (_, at) => at);
    for (let row = 1; row <= known.length; row++) {
      const line = [row];
      for (let at = 1; at <= word.length; at++) {
        const same = word[at - 1] === known[row - 1];
        line[at] = Math.min(above[at] + 1, line[at - 1] + 1, above[at - 1] + (same ? 0 : 1));
        if (row > 1 && at > 1 && word[at - 1] === known[row - 2] && word[at - 2] === known[row - 1]) line[at] = Math.min(line[at], twoAbove[at - 2] + 1);
      }
      if (Math.min(...line) > most) return most + 1;
      [twoAbove, above] = [above, line];
    }
    // What follows the stem may be any ending, as long as it is not longer than endings are.
    return Math.min(...above.slice(Math.max(known.length - most, 1), known.length + (known.length < 7 ? 4 : 6)));
  };

  // Words that are written almost like an unknown one; they begin alike, unless none does.
  const candidates = [...new Set([...stems, ...Object.keys(index.alike).filter((each) => !each.includes(" "))])].filter((each) => each.length > 3 && !/\d/.test(each));
  const nearest = (word) => {
    if (word.length < 4 || /\d/.test(word)) return [];
    let best = word.length < 8 ? 1 : 2;
    let found = [];
    for (const each of candidates) {
      if (each.length > word.length + best || each.length < word.length - 5 || (word.length < 5 && each.length < 5)) continue;
      const count = slips(word, each, best) + (each[0] === word[0] ? 0 : 0.5);
      if (count > best) continue;
      if (count < best) found = [];
      best = count;
      found.push(each);
    }
    const longest = Math.max(...found.map((each) => each.length));
    return found.filter((each) => each.length > longest - 2).flatMap((each) => [...way(each, K.slip), ...(index.alike[each] ?? []).flatMap((other) => way(other, K.slip * K.alike))]);
  };

  const known = (phrase) => phrase.split(" ").map((each) => numberOf.get(each));

  // One way of saying a meaning: stems that stand together, and how surely they are meant.
  const way = (phrase, factor) => {
    const group = known(phrase);
    return group.includes(undefined) ? [] : [{ stems: group, factor }];
  };

  const waysOf = (word, ends) => {
    const own = way(stem(word), 1);
    if (own.length) return own;
    if (ends) {
      const begun = stems.flatMap((each, number) => each.startsWith(word) ? [{ stems: [number], factor: K.prefix }] : []);
      if (begun.length) return begun.slice(0, 50);
    }
    return nearest(word);
  };

  // What a question means: for each word, or words that mean one thing together, the ways in which pages may say it.
  const meanings = (question) => {
    const words = split(question);
    const ends = /[\p{L}\p{N}]$/u.test(question);
    const found = [];
    for (let at = 0; at < words.length; ) {
      const phrase = (length) => words.slice(at, at + length).map(stem).join(" ");
      let length = Math.min(5, words.length - at);
      while (length > 0 && !Object.hasOwn(index.alike, phrase(length))) length--;
      const alike = length ? index.alike[phrase(length)].flatMap((each) => way(each, K.alike)) : [];
      const isLast = (place) => ends && place === words.length - 1;
      if (length > 1) {
        found.push({ ways: [...alike, ...way(phrase(length), 1)], weight: 1 });
        for (let each = at; each < at + length; each++) if (!silent.has(words[each])) found.push({ ways: way(stem(words[each]), 1), weight: K.inPhrase });
      } else if (length === 1 || !silent.has(words[at])) {
        const own = numberOf.has(stem(words[at])) || !alike.length ? waysOf(words[at], isLast(at)) : [];
        found.push({ ways: [...own, ...alike], weight: 1 });
      }
      at += Math.max(length, 1);
    }
    return found.filter(({ ways }) => ways.length);
  };

  // In which parts a meaning stands, and how much: the best of its ways, and for stems together the least of them.
  const partsOf = ({ ways }) => {
    const parts = new Map();
    for (const { stems: group, factor } of ways) {
      const [first, ...others] = group.map(postingsOf);
      for (const [part, weight] of first) {
        const least = others.reduce((before, each) => Math.min(before, each.get(part) ?? 0), weight) * factor;
        if (least > (parts.get(part) ?? 0)) parts.set(part, least);
      }
    }
    return parts;
  };

  const find = (question) => {
    const entries = new Map();
    let whole = 0;
    const at = (entry) => {
      if (!entries.has(entry)) entries.set(entry, { score: 0, parts: new Map() });
      return entries.get(entry);
    };
    for (const meaning of meanings(question)) {
      const parts = partsOf(meaning);
      const sums = new Map();
      for (const [part, weight] of parts) sums.set(entryOf[part], (sums.get(entryOf[part]) ?? 0) + weight);
      const holding = [...sums.keys()].filter((entry) => index.entries[entry].protocol).length;
      const rarity = meaning.weight * Math.log(1 + (protocols + 1) / (holding + K.df)) ** K.idf;
      whole += rarity;
      for (const [entry, sum] of sums) at(entry).score += rarity * sum / (sum + K.saturation);
      for (const [part, weight] of parts) {
        const kept = at(entryOf[part]).parts;
        kept.set(part, (kept.get(part) ?? 0) + rarity * weight / (weight + K.partSaturation));
      }
    }
    return [...entries].map(([entry, { score, parts }]) => {
      const { questions, sections, ...rest } = index.entries[entry];
      const ordered = [...parts].map(([part, sum]) => [sum, part - firstPart[entry]]).sort(([one, first], [other, second]) => other - one || first - second);
      const isQuestion = ([, place]) => place > 0 && place <= questions.length;
      const question = ordered.find(isQuestion);
      const best = ordered.find((each) => !isQuestion(each));
      const prefers = rest.protocol ? K.protocol : 1;
      const total = prefers * (score + K.question * (question?.[0] ?? 0) ** 2 / whole + K.section * (best?.[0] ?? 0) ** 2 / whole);
      const places = ordered.filter(([, place]) => place > questions.length).slice(0, 2).map(([, place]) => sections[place - 1 - questions.length]);
      if (question && question[0] > K.asked * whole) places.unshift(questions[question[1] - 1]);
      return { ...rest, score: total, entry, places: places.slice(0, 2) };
    }).sort((one, other) => other.score - one.score || one.entry - other.entry);
  };

  return { find, meanings };
};
