import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { mapConfigQuery } from "#api/session.ts";
import type { TagKind } from "#contract/gas.ts";
import type { Tag } from "#contract/station.ts";
import type { TagQuality } from "#contract/telemetry.ts";
import { formatAge, formatFixed, formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { type LiveValue, liveValue, pastValue } from "#lib/live-value.ts";
import type { LiveColumns } from "#state/live.ts";
import { useShown, useStores, useView } from "#state/stores.tsx";
import { StateMark } from "#ui/mark.tsx";
import { useNow } from "#ui/use-now.ts";
import "./asset.css";
import { TagDoubt, useDoubts } from "./tag-doubt.tsx";

/** Decimals that a kind is read with. */
const DIGITS: Readonly<Record<TagKind, number>> = {
  pressure: 2,
  flow: 1,
  temperature: 1,
  tank_level: 1,
  gas_concentration: 1,
  methane: 1,
  ethane: 0,
  valve_position: 0,
  odorant: 1,
  cp_potential: 0,
};

export interface TagListProps {
  /** Of which the tags are all there are. */
  readonly station: string;
  readonly tags: readonly Tag[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** Time and state of each tag in the columns: a new value has a new time. */
const cellsOf = (tags: readonly Tag[], columns: LiveColumns | null): readonly unknown[] =>
  columns === null ? [] : [columns.snapshot, ...tags.flatMap(({ seq }) => [columns.at[seq], columns.state[seq]])];

/** Live quantities of a station: value, unit, age that ticks, state in shape and word, and what speaks against it. A press shows the trend. */
export function TagList({ station, tags, chosen, onChoose }: TagListProps) {
  const { t } = useTranslation();
  const { shown } = useStores();
  const past = useView((view) => view.time);
  // Columns are written in place with each frame: the list is drawn anew when one of its own cells is another.
  useShown(({ columns }) => cellsOf(tags, columns));
  const { columns, clockSkewMs } = shown.getState();
  const config = useQuery(mapConfigQuery);
  const liveNow = useNow() + clockSkewMs;
  const serverNow = past ?? liveNow;
  const snapshot = config.data?.snapshot ?? null;
  const doubts = useDoubts(station, past === null);
  return (
    <ul>
      {tags.map((tag) => (
        <li key={tag.id}>
          <button
            type="button"
            className="tag"
            aria-pressed={chosen === tag.id}
            title={t("asset.showTrend", { name: tag.name })}
            onClick={() => onChoose(tag.id)}
          >
            <TagLines
              tag={tag}
              doubt={doubts.get(tag.id)}
              now={past === null ? liveValue(tag, columns, snapshot, serverNow) : pastValue(tag.seq, columns, snapshot)}
              serverNow={serverNow}
            />
          </button>
        </li>
      ))}
    </ul>
  );
}

interface TagLinesProps {
  readonly tag: Tag;
  readonly doubt: TagQuality | undefined;
  readonly now: LiveValue;
  readonly serverNow: number;
}

function TagLines({ tag, doubt, now, serverNow }: TagLinesProps) {
  const { t } = useTranslation();
  const language = languageNow();
  const age = now.at === null ? t("asset.never") : formatAge((serverNow - now.at) / 1000, language);
  return (
    <>
      <span className="tag-line">
        <span className="tag-name" title={tag.name}>
          {tag.name}
        </span>
        <span className={`tag-value ${now.state}`}>
          {now.value === null ? "–" : formatFixed(now.value, language, DIGITS[tag.kind])}
        </span>
        <small>{tag.unit}</small>
      </span>
      <span className="tag-line lower">
        <span className="tag-state">
          <StateMark state={now.state} />
          {t(`gas.tagState.${now.state}`)}
        </span>
        <span className="tag-name">
          <Limits tag={tag} />
        </span>
        <span title={now.at === null ? undefined : formatInstant(now.at, language)}>{age}</span>
      </span>
      <TagDoubt doubt={doubt} state={now.state} />
    </>
  );
}

function Limits({ tag }: { readonly tag: Tag }) {
  const { t } = useTranslation();
  const language = languageNow();
  const limits = [
    [t("asset.limitLowAlarm"), tag.lowAlarm],
    [t("asset.limitLowWarning"), tag.lowWarning],
    [t("asset.limitHighWarning"), tag.highWarning],
    [t("asset.limitHighAlarm"), tag.highAlarm],
  ] as const;
  return limits
    .flatMap(([name, value]) => (value === null ? [] : [`${name} ${formatNumber(value, language, 2)}`]))
    .join(" · ");
}
