import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { areasQuery, enterpriseQuery } from "#api/areas.ts";
import type { AppliesTo } from "#contract/alarm-rules.ts";
import { STATION_KINDS, TAG_KINDS } from "#contract/gas.ts";
import { toggled } from "#state/alarm-view.ts";
import { FindByName } from "../find-by-name.tsx";
import { Chosen } from "./chosen.tsx";
import { type Narrowing, narrowedBy } from "./rule-draft.ts";
import { TagsField } from "./tags-field.tsx";

export interface AppliesFieldsProps {
  readonly appliesTo: AppliesTo;
  readonly onChange: (appliesTo: AppliesTo) => void;
}

/** Whom a rule is for: kinds of tags and of stations, an area, an enterprise, single tags. What is left open narrows nothing. */
export function AppliesFields({ appliesTo, onChange }: AppliesFieldsProps) {
  const { t } = useTranslation();
  const choose = (chosen: Narrowing) => onChange(narrowedBy(appliesTo, chosen));
  const { tagKinds = [], stationKinds = [], areaCode = null, enterpriseId = null, tagIds = [] } = appliesTo;
  return (
    <fieldset>
      <legend>{t("alarm.rules.applies")}</legend>
      <p className="quiet">{t("alarm.rules.appliesHint")}</p>
      <fieldset>
        <legend>{t("alarm.rules.tagKinds")}</legend>
        {TAG_KINDS.map((kind) => (
          <label key={kind} className="rule-kind">
            <input
              type="checkbox"
              checked={tagKinds.includes(kind)}
              onChange={() => choose({ tagKinds: [...toggled(tagKinds, kind)] })}
            />
            {t(`gas.tagKind.${kind}`)}
          </label>
        ))}
      </fieldset>
      <details className="rule-more" open={stationKinds.length > 0}>
        <summary>{t("alarm.rules.stationKinds")}</summary>
        {STATION_KINDS.map((kind) => (
          <label key={kind} className="rule-kind">
            <input
              type="checkbox"
              checked={stationKinds.includes(kind)}
              onChange={() => choose({ stationKinds: [...toggled(stationKinds, kind)] })}
            />
            {t(`gas.stationKind.${kind}`)}
          </label>
        ))}
      </details>
      <AreaField code={areaCode} onChange={(code) => choose({ areaCode: code })} />
      <EnterpriseField id={enterpriseId} onChange={(id) => choose({ enterpriseId: id })} />
      <TagsField ids={tagIds} onChange={(ids) => choose({ tagIds: [...ids] })} />
    </fieldset>
  );
}

interface OneProps {
  readonly onChange: (id: string | null) => void;
}

function AreaField({ code, onChange }: OneProps & { readonly code: string | null }) {
  const { t } = useTranslation();
  const { data } = useQuery(areasQuery);
  const label = t("alarm.rules.areaCode");
  if (code === null)
    return (
      <FindByName
        label={label}
        kind="area"
        placeholder={t("alarm.rules.findArea")}
        onFound={({ id }) => onChange(id)}
      />
    );
  const area = data?.areas.find((one) => one.code === code) ?? data?.ancestors.find((one) => one.code === code);
  return <Chosen label={label} chosen={[{ id: code, name: area?.name ?? code }]} onOff={() => onChange(null)} />;
}

function EnterpriseField({ id, onChange }: OneProps & { readonly id: string | null }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...enterpriseQuery(id ?? ""), enabled: id !== null });
  const label = t("alarm.rules.enterpriseId");
  if (id === null)
    return (
      <FindByName
        label={label}
        kind="enterprise"
        placeholder={t("alarm.rules.findEnterprise")}
        onFound={(hit) => onChange(hit.id)}
      />
    );
  return <Chosen label={label} chosen={[{ id, name: data?.name ?? id }]} onOff={() => onChange(null)} />;
}
