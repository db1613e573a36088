import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Doubt, tagQualityQuery } from "#api/telemetry.ts";
import type { TagQuality } from "#contract/telemetry.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { More } from "#panels/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { useStores } from "#state/stores.tsx";
import { select } from "#state/view.ts";
import { StateMark, type StateShape } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { ChoiceChips } from "./choice-chips.tsx";

const DOUBTS: readonly Doubt[] = ["suspect", "stale", "offline", "maintenance"];
/** The shapes that the map knows. */
const SHAPES: Readonly<Record<TagQuality["quality"], StateShape>> = {
  good: "normal",
  suspect: "suspect",
  stale: "stale",
  offline: "offline",
  maintenance: "maintenance",
};

/** Which sensors are not to be trusted, and why. A press on one opens its station. */
export function QualitySection({ area }: { readonly area: string | null }) {
  const { t } = useTranslation();
  const [doubt, setDoubt] = useState<Doubt | null>(null);
  const query = useInfiniteQuery(tagQualityQuery(area, doubt));
  return (
    <Section title={t("ingest.qualityTitle")}>
      <Answer query={query}>
        {({ pages }) => {
          const counts = pages.at(0)?.counts;
          const tags = pages.flatMap((page) => page.tags);
          return (
            <>
              <ChoiceChips
                label={t("ingest.chooseQuality")}
                choices={DOUBTS.map((id) => ({ id, word: t(`ingest.quality.${id}`), count: counts?.[id] ?? 0 }))}
                chosen={doubt}
                onChoose={setDoubt}
              />
              {tags.length === 0 ? <Empty>{t("ingest.qualityEmpty")}</Empty> : <QualityList tags={tags} />}
              <More query={query} />
            </>
          );
        }}
      </Answer>
    </Section>
  );
}

function QualityList({ tags }: { readonly tags: readonly TagQuality[] }) {
  const { t } = useTranslation();
  const { view } = useStores();
  return (
    <ul className="ingest-list">
      {tags.map((tag) => (
        <li key={tag.tagId}>
          <button
            type="button"
            className="name"
            title={tag.tagId}
            onClick={() => select(view, { kind: "station", id: tag.stationId })}
          >
            {tag.name}
          </button>
          <span className="what">
            <StateMark state={SHAPES[tag.quality]} /> {t(`ingest.quality.${tag.quality}`)}
          </span>
          <Why tag={tag} />
        </li>
      ))}
    </ul>
  );
}

/** What the detectors say, since when, and when the sensor was last heard. */
function Why({ tag: { reasons, since, at } }: { readonly tag: TagQuality }) {
  const { t } = useTranslation();
  const language = languageNow();
  const parts = [
    ...reasons.map((reason) => t(`ingest.reason.${reason}`)),
    ...(since === null ? [] : [t("ingest.sinceWhen", { time: formatInstant(since, language) })]),
    at === null ? t("ingest.never") : t("ingest.lastHeard", { time: formatInstant(at, language) }),
  ];
  return <p>{parts.join(" · ")}</p>;
}
