import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { stationQuery } from "#api/assets.ts";
import { Answer } from "#panels/answer.tsx";
import { FindByName } from "../find-by-name.tsx";

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
  if (place === null)
    return (
      <FindByName
        label={t("alarm.windows.station")}
        kind="station"
        placeholder={t("alarm.windows.find")}
        onFound={({ id, name }) => onChange({ stationId: id, stationName: name, tagId: null })}
      />
    );
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
