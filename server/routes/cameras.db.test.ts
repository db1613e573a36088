import { afterAll, beforeAll, expect, test } from "vitest";
import { getCamera, getCameraHealth, listCameras, playCamera } from "#contract/cameras.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { readCameraSources } from "#server/db/cameras.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { openMediaServers } from "#server/video/media-config.ts";
import { openVideo, type Video } from "#server/video/video.ts";

const PASSWORD = "camera-password";
const SCOPE = { level: "county", areaCode: "130102", enterpriseId: null } as const;

describeOnBothEngines("cameras", (bench) => {
  let app: App;
  let video: Video;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    const db = bench.db();
    const camera = (id: string, area: string, lng: number, adapter: string | null) =>
      `('${id}', 'd', '${id}', '1301020112132000000${id.slice(1)}', '${area}', 'E-1', st_setsrid(st_point(${lng}, 38), 4490), 90, 60, 50, 1,
        '13010000002000000001', ${adapter === null ? "null" : `'${adapter}'`}, 'rtsp://operator:${PASSWORD}@10.0.0.1/1')`;
    await db.asSystem((tx) =>
      tx.exec(
        `insert into camera (id, dataset_name, name, device_id, area_code, enterprise_id, geom, heading_deg, fov_deg, range_m,
                             cascade_level, cascade_path, adapter, source_url)
         values ${[
           camera("V1", "130102", 114.5, "zlm"),
           camera("V2", "130102", 114.52, "zlm"),
           camera("V3", "130102", 114.49, null),
           camera("V4", "130123", 114.5, "zlm"),
         ].join(", ")}`,
      ),
    );
    const silent = async () => {
      throw new Error("nobody is there");
    };
    const servers = openMediaServers(
      [
        {
          name: "zlm",
          kind: "zlmediakit",
          url: "http://127.0.0.1:9",
          secret: "s",
          app: "rtp",
          wvp: null,
          protocols: ["hls"],
        },
      ],
      silent,
    );
    video = await openVideo({ db, servers, log: { info: () => {}, warn: () => {} } });
    app = await buildApp(fakeDeps({ db, sessions, video }));
  });
  afterAll(async () => {
    await app.close();
    await video.close();
  });

  const admit = () => {
    const { token, session } = sessions.admit({ scope: SCOPE, account: "county" });
    return { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
  };
  const get = (url: string) => app.inject({ url, headers: admit() });
  const play = (id: string, headers: Record<string, string>, renews?: string) =>
    app.inject({
      method: "POST",
      url: `/api/cameras/${id}/play`,
      headers,
      payload: renews === undefined ? {} : { renews },
    });
  const viewings = () =>
    bench
      .db()
      .asSystem((tx) =>
        tx.query("select account, subject, area_code as area from audit where action = 'camera.view' order by id"),
      );

  test("no person can read where a camera's stream comes from; the system can", async () => {
    const { db } = bench;
    const asked = db().as(SCOPE, (tx) => tx.query("select source_url from camera"));
    await expect(asked).rejects.toThrow(/permission denied/);
    const sources = await db().asSystem(readCameraSources);
    expect(sources.map(({ sourceUrl }) => sourceUrl?.includes(PASSWORD))).toEqual([true, true, true, true]);
    expect(sources[0]?.cascade).toEqual(["13010000002000000001"]);
  });

  test("the nearest to a point come first, with their distance, and only those in sight", async () => {
    const { cameras } = listCameras.reply.parse((await get("/api/cameras?near=114.5,38&limit=10")).json());
    expect(cameras.map(({ id }) => id)).toEqual(["V1", "V3", "V2"]);
    expect(cameras.map(({ distanceM }) => Math.round(distanceM ?? -1))).toEqual([0, 877, 1754]);
    expect(cameras.map(({ canPlay }) => canPlay)).toEqual([true, false, true]);
  });

  test("a list goes on where its page ended", async () => {
    const first = listCameras.reply.parse((await get("/api/cameras?limit=2")).json());
    expect(first.cameras.map(({ id }) => id)).toEqual(["V1", "V2"]);
    const second = listCameras.reply.parse((await get(`/api/cameras?limit=2&cursor=${first.next}`)).json());
    expect([second.cameras.map(({ id }) => id), second.next]).toEqual([["V3"], null]);
  });

  test("health is told of cameras in sight alone, whole at first and then what has changed", async () => {
    const first = getCameraHealth.reply.parse((await get("/api/camera-health?ids=V1,V4")).json());
    expect(first.isWhole).toBe(true);
    expect(first.states.map(({ id }) => id).sort()).toEqual(["V1", "V2", "V3"]);
    expect(first.details.map(({ id }) => id)).toEqual(["V1"]);
    const { version } = getCameraHealth.reply.parse((await get("/api/camera-health")).json());
    const later = getCameraHealth.reply.parse((await get(`/api/camera-health?since=${version}`)).json());
    expect(later.isWhole).toBe(false);
  });

  test("who watches is written down once a viewing, however often it is renewed", async () => {
    const headers = admit();
    const first = playCamera.reply.parse((await play("V1", headers)).json());
    expect(first.addresses).toEqual([{ protocol: "hls", url: expect.stringMatching(/^\/media\/live\.m3u8\?k=/) }]);
    const again = playCamera.reply.parse((await play("V1", headers, first.token)).json());
    expect(again.addresses).toHaveLength(1);
    const written = { account: "county", subject: "V1", area: "130102" };
    expect(await viewings()).toEqual([written]);
    // Somebody else's token renews nothing.
    await play("V1", admit(), first.token);
    expect(await viewings()).toEqual([written, written]);
  });

  test("a camera out of sight is not there, and one without a media server has no address", async () => {
    expect((await play("V4", admit())).statusCode).toBe(404);
    expect((await get("/api/cameras/V4")).statusCode).toBe(404);
    const reply = playCamera.reply.parse((await play("V3", admit())).json());
    expect([reply.addresses, reply.snapshotUrl, reply.health.state]).toEqual([[], null, "unknown"]);
    expect(getCamera.reply.parse((await get("/api/cameras/V3")).json()).camera.canPlay).toBe(false);
  });
});
