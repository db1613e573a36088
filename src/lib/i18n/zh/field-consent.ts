/** Whether an inspector may be seen on patrols, asked once on the phone; and the line that leads to works near pipes. */
export const fieldConsent = {
  consent: {
    title: "位置共享",
    version: "告知书第 {{version}} 版，自 {{day}} 起",
    do: { accepted: "同意", declined: "不同意" },
    withdraw: "撤回同意",
    accepted: "已同意位置共享",
    declined: "未同意位置共享",
    unasked: "尚未选择：您的位置和轨迹不向任何人显示。",
    now: "{{answer}}（{{time}}，第 {{version}} 版）",
    text: "查看告知书",
    saved: "选择已保存在本机",
  },
  works: { line: "第三方施工 {{count}} 项", pressing: "{{count}} 项未按期告知" },
} as const;
