// Figures as typed, exact: integers of hundredths. The same rules as monitoring/parsing.py and validation.py; the server has the last word.
const SPACES = /[\s\u00a0\u2007\u2009\u202f]+/g;
const NOTHING = ["", "-", "\u2013", "\u2014", "\u2212"];
const NOT_APPLICABLE = ["н/п", "н.п.", "нп", "неприменимо", "не применимо", "n/a", "na"];
const YES = ["да", "yes"];
const NO = ["нет", "no"];
const NUMBER = /^([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]*))?$/;

// { figure: BigInt of hundredths | null, word: "" | "not_applicable", fault: "" | name of a message }
const readFigure = (text, isYesNo) => {
  const words = text.replace(SPACES, " ").trim().toLowerCase();
  const plain = (figure, fault = "", word = "") => ({ figure, fault, word });
  if (NOTHING.includes(words)) return plain(null);
  if (NOT_APPLICABLE.includes(words)) return plain(null, "", "not_applicable");
  if (isYesNo && YES.includes(words)) return plain(100n);
  if (isYesNo && NO.includes(words)) return plain(0n);
  if (/^[-\u2212\u2013][0-9]/.test(words)) return plain(null, "Negative");
  const match = NUMBER.exec(words.replace(/%$/, "").trim());
  if (!match) return plain(null, "NotNumber");
  const rest = (match[2] ?? "").replace(/0+$/, "");
  if (rest.length > 2) return plain(null, "Digits");
  return plain(BigInt(match[1].replaceAll(" ", "") + rest.padEnd(2, "0")));
};

// The name of the broken rule, "" where there is none.
const brokenRule = (kind, top, bottom) => {
  if (kind === "plan") return "";
  const figures = [top, bottom].filter((figure) => figure !== null);
  if (figures.some((figure) => figure % 100n !== 0n)) return "Whole";
  if (kind === "yes_no" && figures.some((figure) => figure > 100n)) return "YesNo";
  if (figures.length === 2 && top > bottom) return "PartOfWhole";
  return "";
};

// D in percent, rounded half up to the method's decimals, as an integer of its last digit; null without data.
const shareOf = (top, bottom, decimals) => {
  if (top === null || bottom === null || bottom === 0n) return null;
  const dividend = 100n * top * 10n ** BigInt(decimals);
  return (2n * dividend + bottom) / (2n * bottom);
};

const writtenShare = (share, decimals, point) => {
  if (share === null) return "—";
  const digits = share.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=([0-9]{3})+$)/g, "\u202f");
  return decimals ? whole + point + digits.slice(-decimals) : whole;
};
