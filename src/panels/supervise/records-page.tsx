import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { recordsQuery } from "#api/supervise.ts";
import { FLAG_KINDS, type FlagKind, RECORD_KINDS, type RecordKind } from "#contract/field/words.ts";
import { useView } from "#state/stores.tsx";
import { superviseOf } from "#state/supervise.ts";
import "#ui/button.css";
import "#ui/select.css";
import { RecordLines } from "./record-line.tsx";

/** What came from the field, newest first; each opens as evidence. */
export function RecordsPage() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<RecordKind | null>(null);
  const [flag, setFlag] = useState<FlagKind | null>(null);
  const { area, enterprise, author } = useView((view) => ({
    area: view.area,
    enterprise: view.enterprise,
    author: superviseOf(view).person,
  }));
  const records = useInfiniteQuery(recordsQuery({ area, enterprise, author, kind, flag }));
  return (
    <>
      <div className="supervise-tools">
        <select
          className="select"
          aria-label={t("supervise.records.kindLabel")}
          value={kind ?? ""}
          onChange={({ target }) => setKind(RECORD_KINDS.find((one) => one === target.value) ?? null)}
        >
          <option value="">{t("supervise.records.anyKind")}</option>
          {RECORD_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`supervise.kind.${one}`)}
            </option>
          ))}
        </select>
        <select
          className="select"
          aria-label={t("supervise.records.flagLabel")}
          value={flag ?? ""}
          onChange={({ target }) => setFlag(FLAG_KINDS.find((one) => one === target.value) ?? null)}
        >
          <option value="">{t("supervise.records.anyFlag")}</option>
          {FLAG_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`supervise.flag.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <RecordLines query={records} none={t("supervise.records.none")} />
    </>
  );
}
