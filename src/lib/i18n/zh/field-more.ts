/** Words of the phone's pages that are opened now and then; they come with the first of them. */
export const fieldMore = {
  pack: {
    title: "离线地图包",
    unable: "此浏览器或此网址不支持离线地图（需安全连接）。",
    none: "未下载。下载后，无网络时也能查看本区管网、场站和区划。",
    area: "地区",
    take: "下载地图包",
    goOn: "继续下载",
    renew: "更新",
    drop: "删除地图包",
    stop: "暂停下载",
    taking: "正在下载 {{name}} 地图包",
    progress: "{{files}} / {{total}} 个文件 · {{mb}} MB",
    kept: "{{name}} · {{mb}} MB",
    today: "今天下载",
    daysAgo: "{{count}} 天前下载",
    part: "{{name}} 地图包未下载完整（{{share}}%）",
    newer: "管网数据已更新，建议更新地图包。",
    old: "下载已超过两周，联网后请更新。",
    needsLine: "下载和更新需要网络。",
    fault: {
      full: "手机存储空间已满，地图包未下载，已让出空间；未上报的记录不受影响。请清理手机后重试。",
      large: "该地区范围过大，请选择县（市、区）。",
      offline: "网络已断开。已下载的部分保留，联网后可继续。",
      failed: "下载未完成，请稍后重试。",
    },
  },
} as const;
