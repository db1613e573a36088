import type { Scope } from "#contract/scope.ts";
import { openFieldApp } from "#server/field/testing/field-app.ts";
import type { Db } from "#server/db/db.ts";
import { plantOnce } from "#bench/method/planted.ts";
import { plant, sizesOf, TODAY } from "#bench/statistics/plant.ts";

/** What a person of a scope waits for when a page of the board opens. */
export interface BoardAnswer {
  readonly who: string;
  readonly page: string;
  readonly ms: number;
}

const WHO: Readonly<Record<string, Scope>> = {
  province: { level: "province", areaCode: "130000", enterpriseId: null },
  city: { level: "city", areaCode: "130100", enterpriseId: null },
  county: { level: "county", areaCode: "130123", enterpriseId: null },
};
const MONTH = "2026-11-01";

/** The pages as the board asks for them (src/api/supervise.ts, oversight.ts, hazards.ts). */
const PAGES: Readonly<Record<string, string>> = {
  figures: `/api/field/kpis?from=${MONTH}&to=${TODAY}`,
  "figures of the year": `/api/field/kpis?from=2026-01-01&to=${TODAY}`,
  coverage: "/api/field/coverage",
  people: "/api/field/people",
  hazards: "/api/field/hazard-board",
  "second looks": "/api/field/samplings",
  records: "/api/field/records?limit=50",
  "records with a mark": "/api/field/records?limit=50&flag=far_from_subject",
  "visits of a month": `/api/field/records?limit=50&kind=check&outcome=entered&from=${MONTH}T00:00:00%2B08:00&to=2026-11-27T00:00:00%2B08:00`,
  "due doors": `/api/field/tasks?whose=all&kind=check&limit=100&dueBy=${TODAY}`,
};

const BATCH = 250_000;

/** The records behind the planted visits, their sums, and cover of the planted walks; one of a hundred has a mark. */
async function plantRecords(db: Db, visits: number): Promise<void> {
  for (let first = 1; first <= visits; first += BATCH)
    await db.asSystem((tx) =>
      tx.query(
        `insert into field_record (id, hash, kind, form_id, form_version, author, author_name, sent_by, area_code, enterprise_id, state, flags, subject,
                                   outcome, started_at, finished_at, received_at, accepted_at, counted_at, device, app, files)
         select record_id, md5(record_id), 'check', form_id, form_version, author, author_name, author, area_code, enterprise_id, 'counted',
                case when abs(hashtext(record_id)::bigint) % 100 = 0 then array['far_from_subject'] else '{}'::text[] end, customer_id, outcome,
                at - interval '8 minutes', at, at + interval '3 minutes', at + interval '4 minutes', at + interval '5 minutes', 'phone', '1', 3
           from field_visit where record_id = any (select 'V' || g from generate_series($1::bigint, $2::bigint) g)`,
        [first, Math.min(visits, first + BATCH - 1)],
      ),
    );
  await db.asSystem((tx) =>
    tx.query(
      `insert into field_tally (day, area_code, enterprise_id, kind, outcome, records)
       select (finished_at at time zone 'Asia/Shanghai')::date, area_code, enterprise_id, kind, outcome, count(*) from field_record group by 1, 2, 3, 4, 5`,
    ),
  );
  await db.asSystem((tx) =>
    tx.query(
      `insert into field_cover (pipe_id, from_m, to_m, area_code, enterprise_id, pressure_level, day, record_id, author, is_doubted)
       select distinct on (w.pipe_id) w.pipe_id, w.from_m, w.to_m, w.area_code, w.enterprise_id, p.pressure_level,
              (w.at at time zone 'Asia/Shanghai')::date, w.record_id, w.author, w.is_doubted
         from field_walk w join pipe p on p.id = w.pipe_id order by w.pipe_id, w.at desc`,
    ),
  );
  await db.asSystem((tx) =>
    tx.query(
      `insert into field_task (id, kind, state, area_code, enterprise_id, title, due_on, customer_id, geom)
       select 'V-' || d.customer_id, 'check', 'open', d.area_code, d.enterprise_id, '入户安检', d.due_on, d.customer_id, c.geom
         from field_door d join customer c on c.id = d.customer_id where d.due_on <= date '${TODAY}' + 30`,
    ),
  );
}

/** Fills a database with a share of a province's customers and checks, and opens each page of the board as each level, some times over. */
export async function askBoard(
  db: Db,
  { share, times, say }: { readonly share: number; readonly times: number; readonly say: (text: string) => void },
): Promise<BoardAnswer[]> {
  await plantOnce(db, share, async () => {
    const sizes = sizesOf(share);
    await plant(db, sizes, say);
    const began = performance.now();
    await plantRecords(db, sizes.visits);
    say(`records ${((performance.now() - began) / 1000).toFixed(0)} s`);
  });
  const field = await openFieldApp(db, { now: () => Date.parse(`${TODAY}T04:00:00Z`) });
  const answers: BoardAnswer[] = [];
  try {
    for (const [who, scope] of Object.entries(WHO)) {
      const headers = field.as(`bench-${who}`, { role: "supervisor", scope });
      for (const [page, url] of Object.entries(PAGES))
        for (let n = 0; n < times; n += 1) {
          const asked = performance.now();
          const reply = await field.app.inject({ url, headers });
          if (reply.statusCode !== 200) throw new Error(`${page}: ${reply.statusCode} ${reply.body.slice(0, 300)}`);
          answers.push({ who, page, ms: performance.now() - asked });
        }
    }
  } finally {
    await field.close();
  }
  return answers;
}
