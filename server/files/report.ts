import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Finding, Severity } from "./check/findings.ts";
import type { ImportRefused, ImportResult } from "./import-options.ts";
import { shown } from "./row.ts";
import { both, RULE_WORDS, ruleWords } from "./words.ts";

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  reject: "拒绝 · rejected",
  warn: "警告 · warning",
  note: "提示 · note",
};

/** A cell of a CSV that a spreadsheet opens: quoted, and never taken for a formula although its text came from a foreign file. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const HEADER = ["severity", "line", "field", "rule", "words", "expected", "received", "area_code", "enterprise_id"];

function reportLine(finding: Finding): string {
  const { severity, line, field, rule, expected, received, areaCode, enterpriseId } = finding;
  const cells = [severity, line, field, rule, ruleWords(rule), expected, received, areaCode, enterpriseId];
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Writes every rejected row and the kept warnings and notes as CSV with a byte order mark, as spreadsheets in China need it. */
export async function writeReport(path: string, result: Pick<ImportResult, "rejects" | "remarks">): Promise<void> {
  const out = createWriteStream(path, "utf8");
  const finished = once(out, "finish");
  out.write(`\uFEFF${HEADER.join(",")}\r\n`);
  for (const finding of [...result.rejects, ...result.remarks])
    if (!out.write(reportLine(finding))) await Promise.race([once(out, "drain"), finished]);
  out.end();
  await finished;
}

const OUTCOME_WORDS = {
  imported: { zh: "已导入", en: "imported" },
  unchanged: {
    zh: "文件与现有版本相同，未改动（--force 可重新导入）",
    en: "the same file is already there; nothing changed (--force imports again)",
  },
  checked: { zh: "仅检查，未改动", en: "checked only, nothing changed" },
} as const;

/** What an import did, in plain words for a terminal. */
export function summary(result: ImportResult): string[] {
  const { dataset, kind, version, outcome, rowsRead, accepted, rejectedRows, ms } = result;
  const rate = ms > 0 ? Math.round((rowsRead * 1000) / ms) : 0;
  const lines = [
    `${dataset} (${kind}) v${version}: ${both(OUTCOME_WORDS[outcome])}`,
    `  读取 read ${rowsRead} = 接受 accepted ${accepted} + 拒绝 rejected ${rejectedRows}   ${(ms / 1000).toFixed(1)} s, ${rate}/s   ${result.format}, ${result.encoding}`,
  ];
  for (const said of result.said) lines.push(`  ${both(said)}`);
  return [...lines, ...findingLines(result)];
}

const SHOWN_PER_RULE = 3;

function findingLines({ rejects, remarks, counts }: ImportResult): string[] {
  const lines: string[] = [];
  const all = [...rejects, ...remarks];
  for (const rule of counts.keys()) {
    const first = all.filter((finding) => finding.rule === rule).slice(0, SHOWN_PER_RULE);
    const severity = first[0]?.severity ?? "note";
    lines.push(`  ${SEVERITY_WORDS[severity]} ×${counts.get(rule)}  ${rule}: ${ruleWords(rule)}`);
    for (const { line, field, expected, received } of first)
      lines.push(
        `      ${line > 0 ? `行 line ${line}` : "文件 file"}${field ? ` ${field}` : ""}: 应为 expected ${shown(expected)}; 实为 came ${shown(received)}`,
      );
  }
  return lines;
}

/** Why nothing was taken. */
export function refusal({ problem, result }: ImportRefused): string[] {
  const { rule, expected, received, line } = problem;
  const head = [
    `未导入，原有数据未变 · nothing imported, what was there is unchanged`,
    `  ${rule}: ${RULE_WORDS[rule] ? ruleWords(rule) : problem.message}`,
    `  应为 expected ${expected}; 实为 came ${received}${line === null ? "" : `; 行 line ${line}`}`,
  ];
  return result ? [...head, ...findingLines(result)] : head;
}
