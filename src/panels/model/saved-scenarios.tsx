import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dropScenario, keepScenario, scenariosQuery } from "#api/model.ts";
import { SCENARIO_ROLES, type ScenarioResult } from "#contract/model.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useMe } from "#panels/me.ts";
import { nameScenario } from "#state/model.ts";
import { useModel, useStores, useView } from "#state/stores.tsx";
import { Icon } from "#ui/icon.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import type { ModelWorkNow } from "./use-model.ts";

interface SaveProps {
  readonly work: ModelWorkNow;
  readonly result: ScenarioResult | null;
}

/** Keeps a scenario under a name; one's own is written over, a colleague's becomes a new one. What was typed stays when it fails. */
export function SaveScenario({ work: { area, version, state }, result }: SaveProps) {
  const { t } = useTranslation();
  const { model, view } = useStores();
  const me = useMe();
  const queries = useQueryClient();
  const opened = state.scenario;
  const [name, setName] = useState(opened?.name ?? "");
  const mine = useQuery({ ...scenariosQuery(area), enabled: area !== null });
  const isMine =
    opened !== null && mine.data?.some(({ id, owner }) => id === opened.id && owner === me.account) === true;
  const save = useMutation({
    mutationFn: (isNew: boolean) =>
      keepScenario(isNew || !isMine || !opened ? crypto.randomUUID() : opened.id, {
        name,
        area: area ?? "",
        version: version ?? "",
        changes: [...state.changes],
        result,
      }),
    onSuccess: (kept) => {
      nameScenario(model, kept);
      view.setState({ scenario: kept.id });
      queries.setQueryData(["scenario", kept.id], kept);
      void queries.invalidateQueries({ queryKey: ["scenarios"] });
    },
  });
  if (!SCENARIO_ROLES.some((role) => role === me.role)) return null;
  const isUnready = name.trim() === "" || area === null || state.changes.length === 0;
  return (
    <form
      className="model-save"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isUnready) save.mutate(false);
      }}
    >
      <label>
        {t("model.scenario.name")}
        <input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="submit" className="button outlined" disabled={isUnready || save.isPending}>
        {save.isPending ? t("model.scenario.saving") : t("model.scenario.save")}
      </button>
      {isMine && (
        <button
          type="button"
          className="button"
          disabled={isUnready || save.isPending}
          onClick={() => save.mutate(true)}
        >
          {t("model.scenario.saveNew")}
        </button>
      )}
      {opened && <CopyLink />}
      <p role="status">{save.isSuccess ? t("model.scenario.saved") : ""}</p>
      {save.isError && (
        <p role="alert">
          {t("model.scenario.saveFailed")}：{problemWords(save.error)}
        </p>
      )}
    </form>
  );
}

function CopyLink() {
  const { t } = useTranslation();
  const [said, setSaid] = useState<"copied" | "copyFailed" | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => setSaid("copied"),
      () => setSaid("copyFailed"),
    );
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      <Icon name="copy" size={16} />
      {said ? t(`model.${said}`) : t("model.copyLink")}
    </button>
  );
}

/** Scenarios of the areas in sight; opening one is going to its link. */
export function SavedScenarios() {
  const { t } = useTranslation();
  const { view } = useStores();
  const me = useMe();
  const queries = useQueryClient();
  const area = useModel((m) => m.area);
  const opened = useView((v) => v.scenario ?? null);
  const list = useQuery(scenariosQuery(area));
  const remove = useMutation({
    mutationFn: dropScenario,
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["scenarios"] }),
  });
  return (
    <Section title={t("model.scenario.list")}>
      {list.isError ? (
        <Failed error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <Skeleton lines={3} />
      ) : list.data.length === 0 ? (
        <Empty>{t("model.scenario.none")}</Empty>
      ) : (
        <ul className="model-saved">
          {list.data.map(({ id, name, owner, ownerName, writtenAt }) => (
            <li key={id}>
              <button
                type="button"
                className="button model-name"
                aria-current={opened === id}
                onClick={() => view.setState({ scenario: id })}
              >
                <span>{name}</span>
                <small className="quiet">
                  {t("model.scenario.by", { name: ownerName, time: formatMinute(writtenAt, languageNow()) })}
                </small>
              </button>
              {owner === me.account && (
                <IconButton
                  icon="close"
                  label={`${t("model.scenario.remove")} ${name}`}
                  onClick={() => remove.mutate(id)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {remove.isError && <p role="alert">{problemWords(remove.error)}</p>}
    </Section>
  );
}
