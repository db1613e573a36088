import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { alarmQuery } from "#api/alarms.ts";
import type { getAlarm } from "#contract/alarms.ts";
import type { Reply } from "#contract/route.ts";
import { Dispatch } from "#panels/alarms/tasks/dispatch.tsx";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { openAlarm } from "#state/alarm-view.ts";
import { useStores } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { answersAlarms } from "../answers.ts";
import { useOpenAlarm } from "../use-book.ts";
import { useFly } from "../use-fly.ts";
import { Actions } from "./actions.tsx";
import { Head } from "./head.tsx";
import { Journal } from "./journal.tsx";
import { Cameras, Contact, Neighbours, Procedure, TagHistory } from "./sections.tsx";
import { AlarmTrend } from "./trend.tsx";

export type AlarmFull = Reply<typeof getAlarm>;

/** Everything one needs at 3 a.m.: what it is, what to do, whom to call, how it came about. */
export function AlarmDetail({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const me = useMe();
  const fly = useFly();
  const now = useOpenAlarm(id);
  const alarm = useQuery(alarmQuery(id, now?.seq ?? 0));
  const shown = now ?? alarm.data;
  return (
    <PanelFrame
      title={shown?.tagName ?? t("alarm.title")}
      subtitle={shown && `${shown.stationName} · ${shown.areaName}`}
      tools={
        <>
          {shown && <IconButton icon="pin" label={t("alarm.action.fly")} onClick={() => fly(shown)} />}
          <IconButton icon="back" label={t("shell.back")} onClick={() => openAlarm(view, null)} />
        </>
      }
    >
      <div className="alarm-detail">
        <Answer query={alarm} lines={12}>
          {(read) => {
            // The book is newer than the answer: its facts win, what only the answer knows stays.
            const full: AlarmFull = now === undefined ? read : { ...read, ...now };
            return (
              <>
                <Head alarm={full} />
                {answersAlarms(me.role) && <Actions alarm={full} />}
                <Procedure text={full.procedure} />
                <Contact contact={full.contact} />
                <Dispatch alarm={full} />
                <AlarmTrend alarm={full} />
                <Cameras alarm={full} />
                <Neighbours alarm={full} />
                <TagHistory alarm={full} />
                <Journal entries={full.journal} />
              </>
            );
          }}
        </Answer>
      </div>
    </PanelFrame>
  );
}
