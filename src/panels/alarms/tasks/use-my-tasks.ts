import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { myTasksQuery } from "#api/alarms.ts";
import type { Task } from "#contract/tasks.ts";
import { useStores } from "#state/stores.tsx";

/** Tasks sent to this person that are not ended, the newest first. Asked anew as soon as somebody is sent anywhere, hidden or not. */
export function useMyTasks(): readonly Task[] {
  const { alarmNews } = useStores();
  const queries = useQueryClient();
  const { data = [] } = useQuery({ ...myTasksQuery, refetchIntervalInBackground: true });
  useEffect(
    () =>
      alarmNews.listen(({ events }) => {
        if (events.some(({ kind }) => kind === "dispatched")) void queries.invalidateQueries({ queryKey: ["tasks"] });
      }),
    [alarmNews, queries],
  );
  return data;
}
