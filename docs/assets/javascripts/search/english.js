// The stems of English words, by the rules of Snowball's English stemmer, version 3, which the index is made with
// (generator/search/language.py). A test proves over a list of words that both give the same stems.
globalThis.searchStemmers = { ...globalThis.searchStemmers, english: (() => {
  const AS_THEY_ARE = ["andes", "atlas", "bias", "cosmos", "howe", "news", "sky"];
  const EXCEPTIONS = new Map([...AS_THEY_ARE.map((word) => [word, word]), ["early", "earli"], ["gently", "gentl"], ["idly", "idl"],
    ["only", "onli"], ["singly", "singl"], ["skies", "sky"], ["skis", "ski"], ["ugly", "ugli"]]);
  const BEGINNING = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers)/;
  const REGION = /^[^aeiouy]*[aeiouy]+[^aeiouy]/;
  const VOWEL = /[aeiouy]/;

  const STEP_2 = Object.entries({ tional: "tion", enci: "ence", anci: "ance", abli: "able", entli: "ent", izer: "ize", ization: "ize",
    ational: "ate", ation: "ate", ator: "ate", alism: "al", aliti: "al", alli: "al", fulness: "ful", ousli: "ous", ousness: "ous",
    iveness: "ive", iviti: "ive", biliti: "ble", bli: "ble", ogist: "og", ogi: "og", fulli: "ful", lessli: "less", li: "" });
  const STEP_3 = Object.entries({ tional: "tion", ational: "ate", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ful: "", ness: "",
    ative: "" });
  const STEP_4 = ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate", "iti", "ous", "ive",
    "ize", "ion"].map((ending) => [ending, ""]);
  for (const step of [STEP_2, STEP_3, STEP_4]) step.sort(([one], [two]) => two.length - one.length);

  // Where the part after the first vowel and the consonant that follows it begins.
  const regionAfter = (word, start) => start + (word.slice(start).match(REGION)?.[0].length ?? Infinity);

  // A consonant that stands as a vowel's neighbour is written Y, so that `y` is always a vowel.
  const withConsonantY = (word) => {
    let marked = "";
    for (const letter of word) marked += letter === "y" && (!marked || VOWEL.test(marked.at(-1))) ? "Y" : letter;
    return marked;
  };

  const endsShort = (word) => /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word) || word.endsWith("past");

  const withoutPlural = (word) => {
    word = word.replace(/(?:'s'|'s|')$/, "");
    if (word.endsWith("sses")) return word.slice(0, -2);
    if (/ie[sd]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
    return /[aeiouy].+s$/.test(word) && !/[us]s$/.test(word) ? word.slice(0, -1) : word;
  };

  const withoutPast = (word, first) => {
    const ending = word.match(/(?:eedly|eed|ingly|ing|edly|ed)$/)?.[0];
    if (!ending) return word;
    const before = word.slice(0, -ending.length);
    if (ending.startsWith("eed")) return before.length >= first && !/^(?:succ|proc|exc)$/.test(before) ? before + "ee" : word;
    if (ending === "ing") {
      if (/^[^aeiouy]y$/.test(before)) return before.slice(0, -1) + "ie";
      if (/^(?:even|cann|inn|earr|herr|out)$/.test(before)) return word;
    }
    if (!VOWEL.test(before)) return word;
    if (/(?:at|bl|iz)$/.test(before)) return before + "e";
    if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(before)) return /^[aeo]..$/.test(before) ? before : before.slice(0, -1);
    return before.length === first && endsShort(before) ? before + "e" : before;
  };

  const replaced = (word, endings, from, allows) => {
    const found = endings.find(([ending]) => word.endsWith(ending));
    if (!found) return word;
    const [ending, instead] = found;
    const before = word.slice(0, -ending.length);
    return before.length >= from && allows(ending, before) ? before + instead : word;
  };

  const withoutLast = (word, first, second) => {
    const before = word.slice(0, -1);
    if (word.endsWith("e")) return before.length >= second || (before.length >= first && !endsShort(before)) ? before : word;
    return word.endsWith("ll") && before.length >= second ? before : word;
  };

  return (written) => {
    if (EXCEPTIONS.has(written)) return EXCEPTIONS.get(written);
    if (written.length < 3) return written;
    let word = withConsonantY(written.replace(/^'/, ""));
    const first = word.match(BEGINNING)?.[0].length ?? regionAfter(word, 0);
    const second = regionAfter(word, first);
    word = withoutPast(withoutPlural(word), first);
    word = word.replace(/(.[^aeiouy])[yY]$/, "$1i");
    word = replaced(word, STEP_2, first, (ending, before) => ending === "ogi" ? before.endsWith("l") : ending !== "li" || /[cdeghkmnrt]$/.test(before));
    word = replaced(word, STEP_3, first, (ending, before) => ending !== "ative" || before.length >= second);
    word = replaced(word, STEP_4, second, (ending, before) => ending !== "ion" || /[st]$/.test(before));
    return withoutLast(word, first, second).replaceAll("Y", "y");
  };
})() };
