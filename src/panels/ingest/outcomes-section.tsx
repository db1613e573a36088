import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { outcomesQuery } from "#api/telemetry.ts";
import type { OutcomeRow, ReadingOutcome } from "#contract/readings.ts";
import { formatInstant, formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import "#ui/data-table.css";
import { More } from "#panels/admin/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { ChoiceChips } from "./choice-chips.tsx";

const keyOf = (row: OutcomeRow) => [row.hour, row.enterpriseId, row.tagId, row.outcome, row.way].join(" ");

/** Readings that were late, out of order, doubled or not kept: how many, of which sensor, and the last of them. */
export function OutcomesSection({
  area,
  enterprise,
}: {
  readonly area: string | null;
  readonly enterprise: string | null;
}) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<ReadingOutcome | null>(null);
  // The sums of all stay where they are while one is looked at.
  const all = useInfiniteQuery(outcomesQuery({ area, enterprise, outcome: null }));
  const query = useInfiniteQuery(outcomesQuery({ area, enterprise, outcome }));
  const totals = all.data?.pages.at(0)?.totals ?? [];
  return (
    <Section title={t("ingest.outcomesTitle")}>
      {totals.length > 0 && (
        <ChoiceChips
          label={t("ingest.chooseOutcome")}
          choices={totals.map(({ outcome: id, count }) => ({ id, word: t(`ingest.outcome.${id}`), count }))}
          chosen={outcome}
          onChoose={setOutcome}
        />
      )}
      <Answer query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty>{t("ingest.outcomesEmpty")}</Empty>;
          return (
            <>
              <OutcomesTable rows={rows} />
              <More query={query} />
            </>
          );
        }}
      </Answer>
    </Section>
  );
}

function OutcomesTable({ rows }: { readonly rows: readonly OutcomeRow[] }) {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <div className="table-scroll ingest-table">
      <table className="data-table">
        <caption className="seen-by-readers-only">{t("ingest.outcomesTitle")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("ingest.tag")}</th>
            <th scope="col">{t("ingest.outcomeHead")}</th>
            <th scope="col" className="number">
              {t("ingest.count")}
            </th>
            <th scope="col">{t("ingest.hour")}</th>
            <th scope="col">{t("ingest.last")}</th>
            <th scope="col">{t("ingest.sender")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row" title={row.tagId}>
                <TagName row={row} />
              </th>
              <td>{t(`ingest.outcome.${row.outcome}`)}</td>
              <td className="number">{formatNumber(row.count, language)}</td>
              <td>{formatMinute(row.hour, language)}</td>
              <td className="wrap">
                <Last row={row} />
              </td>
              <td>
                {row.enterpriseName ?? (row.enterpriseId === "" ? t("ingest.nobody") : row.enterpriseId)} ·{" "}
                {t(`ingest.way.${row.way}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TagName({ row }: { readonly row: OutcomeRow }) {
  const { t } = useTranslation();
  if (row.tagId === "*") return t("ingest.otherTags");
  return row.tagName ?? (row.tagId === "" ? t("ingest.noTag") : row.tagId);
}

function Last({ row: { lastT, lastV, sample } }: { readonly row: OutcomeRow }) {
  const { t } = useTranslation();
  if (sample !== null) return <code className="sample">{sample}</code>;
  if (lastT === null || lastV === null) return "–";
  return t("ingest.lastValue", { value: lastV, time: formatInstant(lastT, languageNow()) });
}
