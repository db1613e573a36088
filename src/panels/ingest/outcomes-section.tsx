import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { outcomesQuery } from "#api/telemetry.ts";
import type { OutcomeRow, ReadingOutcome } from "#contract/readings.ts";
import { formatInstant, formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { More } from "#panels/more.tsx";
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
              <OutcomesList rows={rows} />
              <More query={query} />
            </>
          );
        }}
      </Answer>
    </Section>
  );
}

function OutcomesList({ rows }: { readonly rows: readonly OutcomeRow[] }) {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <ul className="ingest-list">
      {rows.map((row) => (
        <li key={keyOf(row)}>
          <span className="name" title={row.tagId}>
            <TagName row={row} />
          </span>
          <span className="what">
            {t(`ingest.outcome.${row.outcome}`)} · {t("ingest.counted", { n: formatNumber(row.count, language) })}
          </span>
          <p>
            {t("ingest.hourOf", { time: formatMinute(row.hour, language) })} · <Sender row={row} />
          </p>
          <Last row={row} />
        </li>
      ))}
    </ul>
  );
}

function Sender({ row: { enterpriseId, enterpriseName, way } }: { readonly row: OutcomeRow }) {
  const { t } = useTranslation();
  const name = enterpriseName ?? (enterpriseId === "" ? t("ingest.nobody") : enterpriseId);
  return (
    <>
      {name} · {t(`ingest.way.${way}`)}
    </>
  );
}

function TagName({ row }: { readonly row: OutcomeRow }) {
  const { t } = useTranslation();
  if (row.tagId === "*") return t("ingest.otherTags");
  return row.tagName ?? (row.tagId === "" ? t("ingest.noTag") : row.tagId);
}

/** The last reading of a row: its value and time, or how it began when it could not be read. */
function Last({ row: { lastT, lastV, sample } }: { readonly row: OutcomeRow }) {
  const { t } = useTranslation();
  if (sample !== null)
    return (
      <p>
        {t("ingest.last")} <code>{sample}</code>
      </p>
    );
  if (lastT === null || lastV === null) return null;
  return <p>{t("ingest.lastValue", { value: lastV, time: formatInstant(lastT, languageNow()) })}</p>;
}
