import type { ExportFacts } from "./source.ts";
import { factPairs } from "./source.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006";
const PACKAGE = "application/vnd.openxmlformats-package";
const SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** A cell holds no more. */
const MOST_CHARACTERS = 32_767;
/** Characters that XML cannot hold; a text of ours may have come from anywhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must go
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNWRITABLE, "")
    .replace(/[&<>"]/g, (c) => ENTITIES[c] as string);

/** Numbers of cell styles in `STYLES`. */
export const STYLE = { plain: 0, heading: 1, date: 2, instant: 3, integer: 4 } as const;

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="1" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/** A cell of text. It is never a formula, whatever it begins with. */
export function textCell(text: string, style: number = STYLE.plain): string {
  if (text === "") return "<c/>";
  return `<c t="inlineStr"${style === 0 ? "" : ` s="${style}"`}><is><t xml:space="preserve">${xmlText(text.slice(0, MOST_CHARACTERS))}</t></is></c>`;
}

export const numberCell = (value: number, style: number = STYLE.plain): string =>
  `<c${style === 0 ? "" : ` s="${style}"`}><v>${value}</v></c>`;

export const rowText = (cells: string): string => `<row>${cells}</row>\n`;

/** What stands before the rows of a sheet whose first row stays in sight. */
export const sheetHead = (widths: readonly number[]): string =>
  `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
  `<cols>${widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>\n`;

/** A, B … Z, AA …; the first is 1. */
export function columnLetters(n: number): string {
  let [letters, rest] = ["", n];
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
    rest = Math.floor((rest - 1) / 26);
  }
  return letters;
}

export const sheetTail = (columns: number, rows: number): string =>
  `</sheetData><autoFilter ref="A1:${columnLetters(columns)}${rows}"/></worksheet>`;

/** The second sheet: who took it, when, of what, and which deliveries the rows come from. */
export function sourcesSheet(facts: ExportFacts): string {
  const pairs = factPairs(facts).map(([name, value]) => rowText(textCell(name, STYLE.heading) + textCell(value)));
  const heads = ["数据集 Dataset", "版本 Version", "文件 File", "导入时间 Imported at"]
    .map((text) => textCell(text, STYLE.heading))
    .join("");
  const rows = facts.origins.map(({ dataset, version, fileName, importedAt }) =>
    rowText(textCell(dataset) + numberCell(version) + textCell(fileName) + textCell(importedAt)),
  );
  return `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="28" customWidth="1"/><col min="2" max="4" width="40" customWidth="1"/></cols><sheetData>\n${pairs.join("")}${rowText("")}${rowText(heads)}${rows.join("")}</sheetData></worksheet>`;
}

/** The parts of a workbook of two sheets, but for the first sheet's rows. */
export function workbookParts(
  sheetName: string,
  facts: ExportFacts,
): readonly (readonly [path: string, text: string])[] {
  const override = (part: string, type: string) => `<Override PartName="${part}" ContentType="${type}"/>`;
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;
  const sheet = (name: string, id: number) => `<sheet name="${xmlText(name)}" sheetId="${id}" r:id="rId${id}"/>`;
  const subject = xmlText(
    factPairs(facts)
      .map((pair) => pair.join(": "))
      .join("\n"),
  );
  return [
    [
      "[Content_Types].xml",
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="${PACKAGE}.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override("/xl/workbook.xml", `${SHEET}.sheet.main+xml`)}${override("/xl/worksheets/sheet1.xml", `${SHEET}.worksheet+xml`)}${override("/xl/worksheets/sheet2.xml", `${SHEET}.worksheet+xml`)}${override("/xl/styles.xml", `${SHEET}.styles+xml`)}${override("/docProps/core.xml", `${PACKAGE}.core-properties+xml`)}</Types>`,
    ],
    [
      "_rels/.rels",
      `${HEAD}<Relationships xmlns="${RELS}">${relation("rId1", `${OFFICE}/relationships/officeDocument`, "xl/workbook.xml")}${relation("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")}</Relationships>`,
    ],
    [
      "docProps/core.xml",
      `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(facts.title)}</dc:title><dc:creator>${xmlText(`${facts.person} (${facts.account})`)}</dc:creator><dc:description>${subject}</dc:description><dcterms:created xsi:type="dcterms:W3CDTF">${facts.at}</dcterms:created></cp:coreProperties>`,
    ],
    [
      "xl/workbook.xml",
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/relationships"><sheets>${sheet(sheetName, 1)}${sheet("数据来源", 2)}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${HEAD}<Relationships xmlns="${RELS}">${relation("rId1", `${OFFICE}/relationships/worksheet`, "worksheets/sheet1.xml")}${relation("rId2", `${OFFICE}/relationships/worksheet`, "worksheets/sheet2.xml")}${relation("rId3", `${OFFICE}/relationships/styles`, "styles.xml")}</Relationships>`,
    ],
    ["xl/styles.xml", STYLES],
    ["xl/worksheets/sheet2.xml", sourcesSheet(facts)],
  ];
}
