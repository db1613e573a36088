import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { stationQuery } from "#api/assets.ts";
import { historyTagsQuery } from "#api/history.ts";
import { HISTORY_TAGS } from "#contract/history.ts";
import type { Tag } from "#contract/station.ts";
import { Answer } from "#panels/answer.tsx";
import { toggled } from "#state/alarm-view.ts";
import { FindByName } from "../find-by-name.tsx";
import { Chosen } from "./chosen.tsx";

export interface TagsFieldProps {
  readonly ids: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

interface Place {
  readonly id: string;
  readonly name: string;
}

/** Single tags, ticked in stations that are found by name. Those of a version that is edited are named by the server. */
export function TagsField({ ids, onChange }: TagsFieldProps) {
  const { t } = useTranslation();
  const [ticked, setTicked] = useState<ReadonlyMap<string, string>>(new Map());
  const [station, setStation] = useState<Place | null>(null);
  const [given] = useState(ids);
  const told = useQuery(historyTagsQuery(given.slice(0, HISTORY_TAGS)));
  const nameOf = (id: string) => ticked.get(id) ?? told.data?.tags.find((one) => one.id === id)?.name ?? id;
  const toggle = (tag: Tag) => {
    setTicked(new Map(ticked).set(tag.id, tag.name));
    onChange(toggled(ids, tag.id));
  };
  return (
    <>
      <FindByName
        label={t("alarm.rules.tagIds")}
        kind="station"
        placeholder={t("alarm.windows.find")}
        onFound={setStation}
      />
      {station && <StationTags station={station} ids={ids} onToggle={toggle} />}
      <Chosen
        label={t("alarm.rules.byTags", { count: ids.length })}
        chosen={ids.map((id) => ({ id, name: nameOf(id) }))}
        onOff={(id) => onChange(ids.filter((one) => one !== id))}
      />
    </>
  );
}

interface StationTagsProps {
  readonly station: Place;
  readonly ids: readonly string[];
  readonly onToggle: (tag: Tag) => void;
}

function StationTags({ station, ids, onToggle }: StationTagsProps) {
  const { t } = useTranslation();
  const query = useQuery(stationQuery(station.id));
  return (
    <fieldset>
      <legend>{t("alarm.rules.tagsOf", { name: station.name })}</legend>
      <Answer query={query} lines={2}>
        {({ tags }) => (
          <>
            {tags.length === 0 && <p className="quiet">{t("alarm.rules.noTags")}</p>}
            {tags.map((tag) => (
              <label key={tag.id} className="rule-kind">
                <input type="checkbox" checked={ids.includes(tag.id)} onChange={() => onToggle(tag)} />
                {tag.name}
              </label>
            ))}
          </>
        )}
      </Answer>
    </fieldset>
  );
}
