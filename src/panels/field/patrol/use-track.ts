import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { fixOf } from "#panels/field/evidence/position.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { type PatrolDraft, patrolOnItsWay } from "./patrol-draft.ts";
import { isTrack, recordTrack, sealPiece } from "./track-recorder.ts";

/** Keeps the screen on while there is something to record; browsers record nothing behind a dark screen. */
function stayAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isLeft = false;
  const ask = () => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    navigator.wakeLock.request("screen").then(
      (given) => {
        if (isLeft) void given.release();
        else lock = given;
      },
      // A phone short of battery refuses.
      () => {},
    );
  };
  ask();
  document.addEventListener("visibilitychange", ask);
  return () => {
    isLeft = true;
    document.removeEventListener("visibilitychange", ask);
    void lock?.release();
  };
}

/** Records the way of the patrol that is on its way, whatever screen is open, and seals what an ended one has left. */
export function useTrack(): void {
  const { t } = useTranslation();
  const { outbox, me } = useField();
  const { patrol, isRunning, hasLeft } = useLedger(({ drafts }) => {
    const draft = patrolOnItsWay(drafts);
    const pausedAt = (draft?.content as unknown as PatrolDraft | undefined)?.pausedAt;
    return {
      patrol: draft?.id ?? null,
      isRunning: pausedAt === null,
      hasLeft: draft === undefined && drafts.some(isTrack),
    };
  });
  const title = t("field.kind.track");
  useEffect(() => {
    if (patrol === null || !isRunning || !("geolocation" in navigator)) return;
    const recorder = recordTrack(outbox, patrol, me.account, title);
    const watch = navigator.geolocation.watchPosition(
      // A device that cannot keep it says so in the line at the top.
      (position) => void recorder.add(fixOf(position)).catch(() => {}),
      () => {},
      { enableHighAccuracy: true, maximumAge: 0 },
    );
    const sleep = stayAwake();
    return () => {
      navigator.geolocation.clearWatch(watch);
      sleep();
    };
  }, [outbox, me.account, patrol, isRunning, title]);
  useEffect(() => {
    if (!hasLeft) return;
    const seal = async () => {
      for (const draft of outbox.view.getState().drafts.filter(isTrack))
        await sealPiece(outbox, draft, me.account, title);
    };
    void seal().catch(() => {});
  }, [outbox, me.account, hasLeft, title]);
}
