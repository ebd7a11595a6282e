// Finds what a question asks for in the index that the build of the site made (generator/search/). Knows nothing of pages and of
// how results look, so it runs wherever there is a script; bench/search measures it as it is. The sections of pages come in an index
// of their own, which may come later: until then their words are not found.
globalThis.searchEngine = (index, inSections) => {
  // Found on questions in bench/search whose words nobody had yet put into the glossary: changing one by a third changes little.
  const SATURATION = 17; // How much an entry must say of a meaning to get half of what it is worth.
  const PART_SATURATION = 5.5; // The same for one part of an entry.
  const BY_QUESTIONS = 0.4; // What a word counts that stands in a question of the entry, beside one in its beginning;
  const BY_SECTIONS = 0.8; // and in a section.
  const ALIKE = 1.1; // What another word for the same counts;
  const BEGUN = 0.7; // a word that the last one of the question may become;
  const SLIP = 0.5; // a word that is written almost so;
  const IN_PHRASE = 0.6; // and a word of a phrase that means something as a whole.
  const BEST_QUESTION = 0.7; // What the question of an entry that is most like this one adds,
  const BEST_PART = 0.4; // and the part that says most of it;
  const BEST_PART_OF_PAGE = 1; // of a page that is no protocol more, because a protocol is found by all that it says.
  const NAMED = 2; // What a question that is a part of a name adds, times how much of the name it is.
  const CALLED = 4; // The same where it is the whole name.
  const NAMES = 0.5; // What a question adds that a name is a part of, times how much of the question it is.
  const BY_NAME = 2; // The same for law, and for those outside the agencies,
  const MOSTLY = 0.4; // who are named in many questions about others, unless their name is so much of it.
  const LAW = 1.1; // How much law is preferred over pages that explain it.
  const PAST = 0.5; // What counts of an entry that binds nobody any more.
  const PROTOCOL = 3; // How much protocols are preferred over other pages: they say what to do.
  const ASKED = 0.3; // How much of a question a question of the entry must share to be shown as its place.

  const TOLD = 0.1; // How much counts of which protocols a word is told, beside what they say,
  const TOLD_IN_PAIRS = 0.08; // and of which two words are told that stand together.

  const LEVELS = 8;
  const TOLD_STEP = 0.5; // What one step is worth of how much more often a word is told of a protocol than of others.
  const WEIGHTS = Array.from({ length: LEVELS }, (_, step) => 0.5 * 1.5 ** step);
  const DIGITS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((digit, value) => [digit, value]));

  const stem = globalThis.searchStemmers?.[index.language] ?? ((word) => word);
  const silent = new Set(index.silent.split(" "));
  const afterEachOther = (letters) => {
    const found = [];
    for (const [, shared, rest] of letters.matchAll(/([A-Z])([^A-Z]*)/g)) {
      found.push((found.at(-1) ?? "").slice(0, shared.charCodeAt(0) - 65) + rest);
    }
    return found;
  };
  const stems = afterEachOther(index.stems);
  const postings = index.postings.split(" ");
  const told = index.told.split(" ");
  const toldInPairs = new Map();
  if (inSections) {
    const letters = inSections.told.split(" ");
    afterEachOther(inSections.pairs).forEach((pair, number) => toldInPairs.set(pair, letters[number]));
  }
  const postingsInSections = inSections?.postings.split(" ");
  const numberOf = new Map(stems.map((each, number) => [each, number]));
  const alike = new Map();
  for (const group of index.alike) {
    const [said, meant] = group.split("=").map((phrases) => phrases.split("|"));
    for (const phrase of said) alike.set(phrase, meant);
  }
  const alikeTo = (phrase) => alike.get(phrase) ?? [];
  const protocolEntries = [...index.entries.keys()].filter((entry) => index.entries[entry].protocol);
  const protocols = protocolEntries.length;

  // Parts are numbered over all entries: the beginning of the first, its questions, its sections, the beginning of the next.
  // Each index numbers its own alone.
  const firstPart = [];
  const entryOf = [];
  const [own, ofSections] = [[], []];
  const sectionsOf = (entry) => inSections?.places[entry] ?? [];
  index.entries.forEach(({ questions }, entry) => {
    firstPart.push(entryOf.length);
    for (let place = 0; place < 1 + questions.length + sectionsOf(entry).length; place++) {
      (place <= questions.length ? own : ofSections).push(entryOf.length);
      entryOf.push(entry);
    }
  });
  const isProtocol = (entry) => Boolean(index.entries[entry].protocol);
  const isQuestion = (entry, place) => place > 0 && place <= index.entries[entry].questions.length;

  // How much a stem counts in each part that holds it; read when a question first asks for it.
  const read = new Map();
  const postingsOf = (number) => {
    if (!read.has(number)) {
      const parts = new Map();
      decode(postings[number], (part, step) => parts.set(own[part], WEIGHTS[step]));
      if (inSections) decode(postingsInSections[number], (part, step) => parts.set(ofSections[part], WEIGHTS[step]));
      read.set(number, parts);
    }
    return read.get(number);
  };
  const decode = (letters, take) => {
    let part = -1;
    let value = 0;
    let scale = 1;
    for (const letter of letters) {
      const digit = DIGITS.get(letter);
      value += (digit % 32) * scale;
      scale *= 32;
      if (digit >= 32) continue;
      part += Math.floor(value / LEVELS) + 1;
      take(part, value % LEVELS);
      value = 0;
      scale = 1;
    }
  };

  // How much more often a stem, or two that stand together, is told of each entry than of others.
  const readTold = (letters) => {
    const entries = new Map();
    decode(letters, (protocol, step) => entries.set(protocolEntries[protocol], ((step + 1) * TOLD_STEP) ** 2));
    return entries;
  };
  const toldOf = (number) => readTold(told[number]);
  const pairsIn = (question) => {
    const words = split(question).map(stem);
    return [...new Set(words.slice(1).map((word, at) => words[at] + " " + word))].filter((pair) => toldInPairs.has(pair));
  };

  const split = (text) => (text.toLowerCase().replaceAll("’", "'").replace(/\bss?\.? ?(?=\d)/g, "section ")
    .match(/[\p{L}\p{N}]+(?:['&][\p{L}\p{N}]+)*/gu) ?? []).filter((word) => !/^\d{5,}$/.test(word));

  // How many slips lie between a word, without an ending of so many letters, and a known one: a letter too many, one too few,
  // another one, or two changed about.
  const slips = (word, known, most, ending) => {
    let twoAbove = [];
    let above = Array.from({ length: word.length + 1 }, (_, at) => at);
    for (let row = 1; row <= known.length; row++) {
      const line = [row];
      for (let at = 1; at <= word.length; at++) {
        line[at] = Math.min(above[at] + 1, line[at - 1] + 1, above[at - 1] + (word[at - 1] === known[row - 1] ? 0 : 1));
        const isTurned = row > 1 && at > 1 && word[at - 1] === known[row - 2] && word[at - 2] === known[row - 1];
        if (isTurned) line[at] = Math.min(line[at], twoAbove[at - 2] + 1);
      }
      if (Math.min(...line) > most) return Infinity;
      [twoAbove, above] = [above, line];
    }
    return Math.min(...above.slice(Math.max(word.length - ending, 0)));
  };

  // A way of saying something: stems that stand together, and how much they count.
  const way = (phrase, counts) => {
    const group = phrase.split(" ").map((each) => numberOf.get(each));
    return group.includes(undefined) ? [] : [{ stems: group, counts }];
  };

  // The words that an unknown one may be meant for. They begin like it; long ones may have two slips, and words of four letters
  // only a letter doubled or not.
  const candidates = [...new Set([...stems, ...alike.keys()])].filter((each) => each.length > 3 && !/[ \d]/.test(each));
  const single = (word) => word.replace(/(.)\1/g, "$1");
  const nearest = (word) => {
    if (word.length < 4 || /\d/.test(word)) return [];
    const root = stem(word);
    let best = 2;
    let found = [];
    for (const each of candidates) {
      if (each[0] !== word[0] || Math.abs(each.length - root.length) > 5) continue;
      const most = Math.min(best, each.length < 8 ? 1 : 2);
      const apart = [single(root), single(word)].includes(single(each)) ? 0
        : word.length < 5 ? Infinity
        : Math.min(slips(root, each, most, 0), slips(word, each, Math.min(most, 1), each.length < 6 ? 3 : 6) + 0.1);
      if (apart > most) continue;
      if (apart < best) found = [];
      best = apart;
      found.push(each);
    }
    return found.flatMap((each) => [...way(each, SLIP), ...alikeTo(each).flatMap((other) => way(other, SLIP * ALIKE))]);
  };

  const begunBy = (word) => stems.filter((each) => each.startsWith(word)).slice(0, 50).flatMap((each) => way(each, BEGUN));

  const waysOf = (word, isBegun) => {
    const own = way(stem(word), 1);
    if (own.length) return own;
    const begun = isBegun ? begunBy(word) : [];
    return begun.length ? begun : nearest(word);
  };

  // What a question means: for each word, or words that mean one thing together, the ways in which pages may say it.
  const meanings = (question) => {
    const words = split(question);
    const isBegun = (at) => at === words.length - 1 && /[\p{L}\p{N}]$/u.test(question);
    const found = [];
    for (let at = 0, length; at < words.length; at += Math.max(length, 1)) {
      const phrase = (upTo) => words.slice(at, at + upTo).map(stem).join(" ");
      length = Math.min(5, words.length - at);
      while (length && !alikeTo(phrase(length)).length) length--;
      const alike = alikeTo(phrase(length)).flatMap((each) => way(each, ALIKE));
      if (length > 1) {
        found.push({ ways: [...alike, ...way(phrase(length), 1)], counts: 1 });
        for (const word of words.slice(at, at + length)) if (!silent.has(word)) found.push({ ways: way(stem(word), 1), counts: IN_PHRASE });
      } else if (length || !silent.has(words[at])) {
        const own = alike.length ? way(stem(words[at]), 1) : waysOf(words[at], isBegun(at));
        found.push({ ways: [...own, ...alike], counts: 1 });
      }
    }
    return found.filter(({ ways }) => ways.length);
  };

  // In which parts a meaning stands, or of which entries it is told, and how much: by the best of its ways, and for stems together
  // by the least of them.
  const bestOf = (ways, holding) => {
    const parts = new Map();
    for (const { stems: group, counts } of ways) {
      const [first, ...others] = group.map(holding);
      for (const [part, weight] of first) {
        const least = others.reduce((before, each) => Math.min(before, each.get(part) ?? 0), weight) * counts;
        if (least > (parts.get(part) ?? 0)) parts.set(part, least);
      }
    }
    return parts;
  };

  const sumsOf = (parts) => {
    const sums = new Map();
    for (const [part, weight] of parts) {
      const entry = entryOf[part];
      const place = part - firstPart[entry];
      const counts = place === 0 ? 1 : isQuestion(entry, place) ? BY_QUESTIONS : BY_SECTIONS;
      sums.set(entry, (sums.get(entry) ?? 0) + weight * counts);
    }
    return sums;
  };

  // What few say tells most, and so does what one says much more of than the others; among protocols, and among other pages.
  const rarityOf = (sums, total) => {
    const most = Math.max(...sums, 0);
    const holding = most ? Math.sqrt(sums.length * sums.reduce((all, sum) => all + sum, 0) / most) : 0;
    return Math.log(1 + (total + 1) / (holding + 0.5)) ** 0.9;
  };
  const raritiesOf = (sums) => {
    const said = { true: [], false: [] };
    for (const [entry, sum] of sums) said[isProtocol(entry)].push(sum);
    return { true: rarityOf(said.true, protocols), false: rarityOf(said.false, index.entries.length - protocols) };
  };

  // How much of a name of an entry a question is, where it is a part of one and nothing else. Names are read when they are first asked for.
  const namesRead = [];
  const stemsOf = (text) => split(text).filter((word) => !silent.has(word)).map(stem).join(" ");
  const namesOf = (entry) => {
    const { title, names, law } = index.entries[entry];
    const inBrackets = title.match(/\(([^()]+)\)$/)?.[1] ?? title;
    return namesRead[entry] ??= [title, inBrackets, ...names, ...(law ? sectionsOf(entry).map(([, heading]) => heading) : [])].map(stemsOf);
  };
  const named = (entry, question) => {
    const share = Math.max(...namesOf(entry).map((name) => (` ${name} `.includes(` ${question} `) ? question.length / name.length : 0)));
    return share === 1 ? CALLED : NAMED * share;
  };

  // How much of a question is a name of an entry; one word is a name only of those outside the agencies.
  const naming = (entry, question) => {
    const { law, outside } = index.entries[entry];
    const shares = namesOf(entry).map((name) => ((outside || name.includes(" ")) && name && ` ${question} `.includes(` ${name} `) ? name.length / question.length : 0));
    const share = Math.max(...shares);
    return outside && share < MOSTLY ? 0 : (law || outside ? BY_NAME : NAMES) * share;
  };

  const add = (sums, key, value) => sums.set(key, (sums.get(key) ?? 0) + value);

  const find = (question) => {
    const name = stemsOf(question);
    if (!name) return [];
    const scores = new Map();
    const ofTold = new Map();
    const inParts = new Map();
    const whole = { true: 0, false: 0 };
    for (const { ways, counts } of meanings(question)) {
      for (const [entry, much] of bestOf(ways, toldOf)) add(ofTold, entry, TOLD * counts * much);
      const parts = bestOf(ways, postingsOf);
      if (!parts.size) continue;
      const sums = sumsOf(parts);
      const rarity = raritiesOf(sums);
      const worth = (entry) => counts * rarity[isProtocol(entry)];
      for (const kind of [true, false]) whole[kind] += counts * rarity[kind];
      for (const [entry, sum] of sums) add(scores, entry, worth(entry) * sum / (sum + SATURATION));
      for (const [part, weight] of parts) add(inParts, part, worth(entryOf[part]) * weight / (weight + PART_SATURATION));
    }
    for (const pair of pairsIn(question)) {
      for (const [entry, much] of readTold(toldInPairs.get(pair))) add(ofTold, entry, TOLD_IN_PAIRS * much);
    }
    const placesIn = grouped(inParts);
    // Whoever types a name means what is called so; a situation is told in other words.
    const names = new Map([...scores.keys()].map((entry) => [entry, named(entry, name)]));
    if (![...names.values()].some(Boolean)) {
      for (const [entry, much] of ofTold) add(scores, entry, much);
      for (const entry of scores.keys()) names.set(entry, naming(entry, name));
    }
    return [...scores].map(([entry, score]) => {
      const all = whole[isProtocol(entry)];
      return result(entry, score + all * (names.get(entry) ?? 0), placesIn.get(entry) ?? [], all);
    })
      .sort((one, other) => other.score - one.score || one.entry - other.entry);
  };

  const grouped = (parts) => {
    const found = new Map();
    for (const each of parts) {
      const entry = entryOf[each[0]];
      if (found.has(entry)) found.get(entry).push(each);
      else found.set(entry, [each]);
    }
    return found;
  };

  // An entry with its score, and the two places in it that say most of what was asked.
  const result = (entry, score, parts, whole) => {
    const { questions, names, ...rest } = index.entries[entry];
    const ordered = parts.map(([part, sum]) => ({ sum, place: part - firstPart[entry] })).sort((one, other) => other.sum - one.sum || one.place - other.place);
    const asked = ordered.find(({ place }) => isQuestion(entry, place));
    const best = ordered.find(({ place }) => !isQuestion(entry, place));
    const share = (found) => (found ? found.sum ** 2 / whole : 0);
    const total = (rest.protocol ? PROTOCOL : rest.law ? LAW : 1) * (rest.past ? PAST : 1) * (score + BEST_QUESTION * share(asked) + (rest.protocol ? BEST_PART : BEST_PART_OF_PAGE) * share(best));
    const places = ordered.filter(({ place }) => place > questions.length).map(({ place }) => sectionsOf(entry)[place - 1 - questions.length]);
    if (asked && asked.sum > ASKED * whole) places.unshift(questions[asked.place - 1]);
    return { ...rest, entry, score: total, places: places.slice(0, 2) };
  };

  return { find };
};
