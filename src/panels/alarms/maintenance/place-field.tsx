import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { stationQuery } from "#api/assets.ts";
import { Answer } from "#panels/answer.tsx";
import { useSearch } from "#panels/shell/use-search.ts";
import { problemWords } from "#ui/problem-words.ts";

/** What is worked on: a whole station, or one of its tags. */
export interface WorkPlace {
  readonly stationId: string;
  readonly stationName: string;
  /** null = the whole station. */
  readonly tagId: string | null;
}

export interface PlaceFieldProps {
  readonly place: WorkPlace | null;
  readonly onChange: (place: WorkPlace | null) => void;
}

/** A station found by name, then all of it or one tag. */
export function PlaceField({ place, onChange }: PlaceFieldProps) {
  const { t } = useTranslation();
  if (place === null) return <StationFinder onFound={onChange} />;
  return (
    <>
      <p className="alarm-line">
        <span className="quiet">{t("alarm.windows.station")}</span>
        <strong className="alarm-name">{place.stationName}</strong>
        <button type="button" className="link" onClick={() => onChange(null)}>
          {t("alarm.windows.change")}
        </button>
      </p>
      <ScopeField place={place} onChange={onChange} />
    </>
  );
}

function ScopeField({ place, onChange }: { readonly place: WorkPlace; readonly onChange: (place: WorkPlace) => void }) {
  const { t } = useTranslation();
  const station = useQuery(stationQuery(place.stationId));
  return (
    <Answer query={station} lines={1}>
      {({ tags }) => (
        <label>
          {t("alarm.windows.scope")}
          <select
            value={place.tagId ?? ""}
            onChange={(event) => onChange({ ...place, tagId: event.target.value || null })}
          >
            <option value="">{t("alarm.windows.whole")}</option>
            {tags.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </Answer>
  );
}

const MOST_HITS = 8;

function StationFinder({ onFound }: { readonly onFound: (place: WorkPlace) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const { q, query, hits } = useSearch(typed);
  const stations = hits.filter(({ kind }) => kind === "station").slice(0, MOST_HITS);
  return (
    <>
      <label>
        {t("alarm.windows.station")}
        <input
          type="search"
          value={typed}
          maxLength={64}
          autoComplete="off"
          placeholder={t("alarm.windows.find")}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {query.isError && (
        <p className="notice failed">{t("shell.search.failed", { reason: problemWords(query.error) })}</p>
      )}
      {q !== "" && query.isPending && <p className="quiet">{t("shell.search.busy")}</p>}
      {q !== "" && query.isSuccess && stations.length === 0 && (
        <p className="quiet" role="status">
          {t("alarm.windows.none", { q })}
        </p>
      )}
      {stations.length > 0 && (
        <ul className="window-hits" aria-label={t("alarm.windows.station")}>
          {stations.map(({ id, name, where }) => (
            <li key={id}>
              <button
                type="button"
                className="button outlined"
                onClick={() => onFound({ stationId: id, stationName: name, tagId: null })}
              >
                <span className="alarm-name">{name}</span>
                <span className="quiet">{where}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
