import type { Me } from "#contract/session.ts";
import type { Statistics } from "#contract/statistics.ts";

/** The question of an answer, its parts as texts. */
export function askedOf(answer: Statistics): Readonly<Record<string, string>> {
  const { measure, area, enterprise, rows, columns, from, to, known, where } = answer;
  const query = { measure, area, enterprise, rows, columns, from, to, known, where: where === "" ? null : where };
  return Object.fromEntries(Object.entries(query).filter((part): part is [string, string] => part[1] !== null));
}

/** What a picture file says of itself beside what is drawn: who took it, when, of what they may see, and what was asked. Keywords are those of PNG. */
export function pictureWords(title: string, answer: Statistics, me: Me, at: Date): Readonly<Record<string, string>> {
  const { scope, areaName, enterpriseName } = me;
  return {
    Title: title,
    Author: `${me.name} (${me.account})`,
    "Creation Time": at.toISOString(),
    Description: `scope: ${scope.level} ${scope.enterpriseId ?? scope.areaCode} ${enterpriseName ?? areaName}; query: ${JSON.stringify(askedOf(answer))}`,
    Software: "gas-one-map",
  };
}
