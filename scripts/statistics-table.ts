import { MEASURE_IDS, measureOf } from "#contract/statistics-measures.ts";

export const BEGIN = "<!-- measures: written by scripts/statistics-docs.ts -->";
export const END = "<!-- measures end -->";

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** The catalogue of measures as a table of Markdown. */
export function measureTable(): string {
  const rows = MEASURE_IDS.map((id) => {
    const { name, unit, says, sources, clause, by, isPersonal, formula } = measureOf(id);
    const units = unit.en === "" || unit.en === unit.zh ? unit.zh : `${unit.zh} (${unit.en})`;
    const cells = [
      `\`${id}\``,
      `${name.zh} · ${name.en}`,
      units,
      formula.kind,
      `${says.zh}<br>${says.en}`,
      sources.map((table) => `\`${table}\``).join(" "),
      by.map((dimension) => `\`${dimension}\``).join(" ") || "–",
      clause ?? "–",
      isPersonal ? "yes" : "",
    ];
    return `| ${cells.map(cell).join(" | ")} |`;
  });
  return [
    "| id | name | unit | kind | formula | tables | dimensions beside place and time | clause | personal |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

/** The document with its table written anew. Throws where its marks are missing. */
export function withTable(text: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the document needs the marks ${BEGIN} and ${END}`);
  return `${text.slice(0, from + BEGIN.length)}\n${measureTable()}\n${text.slice(to)}`;
}
