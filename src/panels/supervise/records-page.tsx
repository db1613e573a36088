import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { recordsQuery } from "#api/supervise.ts";
import { FLAG_KINDS, type FlagKind, type RecordKind } from "#contract/field/words.ts";
import { useView } from "#state/stores.tsx";
import { superviseOf } from "#state/supervise.ts";
import "#ui/button.css";
import { KindPicker, Picker } from "./picker.tsx";
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
        <KindPicker value={kind} onPick={setKind} />
        <Picker
          label={t("supervise.records.flagLabel")}
          value={flag}
          any={t("supervise.records.anyFlag")}
          words={FLAG_KINDS.map((one) => [one, t(`supervise.flag.${one}`)])}
          onPick={setFlag}
        />
      </div>
      <RecordLines query={records} none={t("supervise.records.none")} />
    </>
  );
}
