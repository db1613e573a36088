import type { Me } from "#contract/session.ts";
import type { Statistics } from "#contract/statistics.ts";

/** What a picture file says of itself beside what is drawn: who took it, when, of what they may see, and what was asked. Keywords are those of PNG. */
export function pictureWords(title: string, answer: Statistics, me: Me, at: Date): Readonly<Record<string, string>> {
  const { scope, areaName, enterpriseName } = me;
  const { measure, area, enterprise, rows, columns, from, to, known, where } = answer;
  const query = { measure, area, enterprise, rows, columns, from, to, known, where: where === "" ? null : where };
  const asked = Object.entries(query).filter(([, value]) => value !== null);
  return {
    Title: title,
    Author: `${me.name} (${me.account})`,
    "Creation Time": at.toISOString(),
    Description: `scope: ${scope.level} ${scope.enterpriseId ?? scope.areaCode} ${enterpriseName ?? areaName}; query: ${JSON.stringify(Object.fromEntries(asked))}`,
    Software: "gas-one-map",
  };
}
