import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { areasQuery } from "#api/areas.ts";
import { beginExport, exportsQuery } from "#api/exports.ts";
import {
  EXPORT_COLLECTIONS,
  EXPORT_FORMATS,
  type ExportCollection,
  type ExportFormat,
  FORMATS_OF_PLACES,
} from "#contract/exports.ts";
import { useView } from "#state/stores.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import "#ui/button.css";
import { Choice } from "./choice.tsx";
import "#ui/select.css";

const HEADINGS = ["zh", "en", "name"] as const;
type Headings = (typeof HEADINGS)[number];
const HAS_HEADINGS: ReadonlySet<ExportFormat> = new Set(["csv", "xlsx"]);

/** Chooses what leaves, as which file, of which area; begins with the area that the map stands at. */
export function ExportForm() {
  const { t } = useTranslation();
  const viewed = useView((view) => view.area);
  const areas = useQuery(areasQuery);
  const queries = useQueryClient();
  const [collection, setCollection] = useState<ExportCollection>("stations");
  const [format, setFormat] = useState<ExportFormat>("xlsx");
  const [area, setArea] = useState(viewed ?? "");
  const [filter, setFilter] = useState("");
  const [headings, setHeadings] = useState<Headings>("zh");
  const begin = useMutation({
    mutationFn: beginExport,
    onSuccess: () => queries.invalidateQueries({ queryKey: exportsQuery.queryKey }),
  });
  const isPlaceless = collection === "enterprises" && FORMATS_OF_PLACES.includes(format);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const condition = filter.trim();
    begin.mutate({
      collection,
      format,
      headings,
      ...(area === "" ? {} : { area }),
      ...(condition === "" ? {} : { filter: condition }),
    });
  };
  const areaChoices = (areas.data?.areas ?? []).map(({ code, name }) => ({ id: code, word: name }));
  return (
    <Section title={t("exports.newTitle")}>
      <form className="exports-form" onSubmit={submit}>
        <Choice
          label={t("exports.what")}
          value={collection}
          onChoose={setCollection}
          choices={EXPORT_COLLECTIONS.map((id) => ({ id, word: t(`exports.collection.${id}`) }))}
        />
        <Choice
          label={t("exports.format")}
          value={format}
          onChoose={setFormat}
          choices={EXPORT_FORMATS.map((id) => ({ id, word: t(`exports.formats.${id}`) }))}
        />
        <Choice
          label={t("exports.where")}
          value={area}
          onChoose={setArea}
          choices={[{ id: "", word: t("exports.wholeScope") }, ...areaChoices]}
        />
        {HAS_HEADINGS.has(format) && (
          <Choice
            label={t("exports.headings")}
            value={headings}
            onChoose={setHeadings}
            choices={HEADINGS.map((id) => ({ id, word: t(`exports.heading.${id}`) }))}
          />
        )}
        <label className="wide">
          {t("exports.filter")}
          <input
            className="text-line"
            type="text"
            value={filter}
            maxLength={8000}
            placeholder={t("exports.filterHint")}
            spellCheck={false}
            onChange={(event) => setFilter(event.target.value)}
          />
        </label>
        <div className="wide exports-begin">
          <button type="submit" className="button outlined" disabled={begin.isPending || isPlaceless}>
            {begin.isPending ? t("exports.beginning") : t("exports.begin")}
          </button>
          {isPlaceless && <span className="quiet">{t("exports.noPlace")}</span>}
          {begin.isError && <span role="alert">{t("exports.beginFailed", { reason: problemWords(begin.error) })}</span>}
        </div>
      </form>
    </Section>
  );
}
