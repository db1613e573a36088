import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { gapsQuery } from "#api/gaps.ts";
import type { TagGaps } from "#contract/gaps.ts";
import { formatAge, formatMinute, formatNumber, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { More } from "#panels/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { useGoTo } from "#panels/shell/use-search.ts";
import { NotTaken } from "#panels/not-taken.tsx";
import { asTable, useTake } from "#panels/use-take.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { gapsCsv } from "./gaps-csv.ts";
import { GapsSpan, lastDays, type Span } from "./gaps-span.tsx";

/** Which sensors of the area on the map were silent within a time, when, and how much of their readings came. */
export function GapsSection({ area }: { readonly area: string | null }) {
  const { t } = useTranslation();
  const [span, setSpan] = useState<Span>(() => lastDays(1));
  const query = useInfiniteQuery(gapsQuery({ area, ...span }));
  const tags = query.data?.pages.flatMap((page) => page.tags) ?? [];
  const take = useTake();
  const save = () =>
    take.mutate({
      kind: "gaps",
      format: "csv",
      query: {
        ...(area === null ? {} : { area }),
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString(),
      },
      make: asTable(t("ingest.gaps.title"), () => gapsCsv(tags, t)),
    });
  return (
    <Section
      title={t("ingest.gaps.title")}
      tools={
        tags.length > 0 && (
          <button type="button" className="button outlined" disabled={take.isPending} onClick={save}>
            {t("ingest.gaps.csv")}
          </button>
        )
      }
    >
      {take.isError && <NotTaken error={take.error} />}
      <GapsSpan span={span} onChange={setSpan} />
      <Answer query={query}>
        {({ pages: [first] }) => {
          if (first === undefined || first.tagsAsked === 0) return <Empty>{t("ingest.gaps.noTags")}</Empty>;
          if (first.tagsShort === 0) return <Empty>{t("ingest.gaps.empty", { tags: first.tagsAsked })}</Empty>;
          const language = languageNow();
          const isCounted = first.countedTo > first.countedFrom;
          return (
            <>
              <p className="quiet">
                {t("ingest.gaps.short", { short: first.tagsShort, tags: first.tagsAsked })}
                {isCounted && ` ${t("ingest.gaps.counted", { to: formatMinute(first.countedTo, language) })}`}
              </p>
              <ul className="ingest-list" aria-label={t("ingest.gaps.title")}>
                {tags.map((tag) => (
                  <GapsLine key={tag.tagId} tag={tag} />
                ))}
              </ul>
              <More query={query} />
            </>
          );
        }}
      </Answer>
    </Section>
  );
}

/** Silences of a tag shown before they are asked for. */
const FEW = 3;

function GapsLine({ tag }: { readonly tag: TagGaps }) {
  const { t } = useTranslation();
  const goTo = useGoTo();
  const [isOpen, setOpen] = useState(false);
  const language = languageNow();
  const { tagId, name, stationId, stationName, areaCode, lngLat, expected, received, gapCount, silentMs, gaps } = tag;
  const length = (ms: number) => formatAge(ms / 1000, language);
  const shown = isOpen ? gaps : gaps.slice(-FEW);
  return (
    <li>
      <button
        type="button"
        className="name"
        title={tagId}
        onClick={() => goTo({ kind: "station", id: stationId, name: stationName, where: "", areaCode, lngLat })}
      >
        {name}
      </button>
      <span className="what number">{gapCount === 0 ? t("ingest.gaps.none") : length(silentMs)}</span>
      <p>
        {stationName} ·{" "}
        {expected === 0
          ? t("ingest.gaps.notCounted")
          : t("ingest.gaps.share", {
              received: formatNumber(received, language),
              expected: formatNumber(expected, language),
              share: formatPercent(received / expected, language),
            })}
      </p>
      {shown.map(({ from, to }) => (
        <p key={from} className="number">
          {t("ingest.gaps.gap", {
            from: formatMinute(from, language),
            to: formatMinute(to, language),
            length: length(to - from),
          })}
        </p>
      ))}
      {!isOpen && gaps.length > FEW && (
        <p>
          <button type="button" className="link" onClick={() => setOpen(true)}>
            {t("ingest.gaps.all", { count: gapCount })}
          </button>
        </p>
      )}
      {isOpen && gapCount > gaps.length && <p>{t("ingest.gaps.longest", { told: gaps.length, count: gapCount })}</p>}
    </li>
  );
}
