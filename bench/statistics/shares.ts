/** A word by shares of a thousand, from a number that is as good as random. */
export const word = (shares: readonly (readonly [string, number])[], of: string): string => {
  let below = 0;
  const cases = shares.slice(0, -1).map(([name, share]) => {
    below += share;
    return `when ${of} % 1000 < ${below} then '${name}'`;
  });
  return `(case ${cases.join(" ")} else '${shares.at(-1)?.[0]}' end)`;
};
export const LEVEL = word(
  [
    ["LP", 620],
    ["MP_A", 240],
    ["MP_B", 90],
    ["SHP_A", 20],
    ["HP_B", 15],
    ["HP_A", 15],
  ],
  "r",
);
export const MATERIAL = word(
  [
    ["PE100", 620],
    ["PE80", 150],
    ["steel", 200],
    ["iron", 20],
    ["galvanised", 10],
  ],
  "(r / 1000)",
);
export const STATUS = word(
  [
    ["in_service", 960],
    ["out_of_use", 30],
    ["planned", 10],
  ],
  "(r / 100000)",
);
export const CLASS = word(
  [
    ["residential", 920],
    ["commercial", 60],
    ["public", 15],
    ["industrial", 5],
  ],
  "r",
);
export const OUTCOME = word(
  [
    ["entered", 780],
    ["nobody_home", 140],
    ["refused", 40],
    ["vacant", 30],
    ["wrong_address", 10],
  ],
  "(r / 1000)",
);
export const GRADE = word(
  [
    ["minor", 600],
    ["general", 370],
    ["major", 30],
  ],
  "r",
);
export const STATE = word(
  [
    ["closed", 800],
    ["found", 60],
    ["dispatched", 80],
    ["fixed", 60],
  ],
  "(r / 1000)",
);
export const WARNING = word(
  [
    ["blue", 500],
    ["yellow", 300],
    ["orange", 150],
    ["red", 50],
  ],
  "r",
);
export const STATION = word(
  [
    ["regulator_box", 800],
    ["regulator_station", 150],
    ["city_gate", 50],
  ],
  "r",
);
export const TAG = word(
  [
    ["pressure", 600],
    ["temperature", 200],
    ["methane", 200],
  ],
  "r",
);
