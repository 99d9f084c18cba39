// The words of the player, in both languages side by side.
const WORDS = {
  letter: { ja: "AIへの頼みごと", en: "Your request to the AI" },
  characters: { ja: (count) => `${count}文字`, en: (count) => `${count} characters` },
  placeholder: {
    ja: "ここに、AIへの頼みごとをふだんの言葉で書きます",
    en: "Write your request to the AI here, in your own words",
  },
  note: { ja: "あなたの文章", en: "Your text" },
  notePlaceholder: { ja: "ここに、ふだんの言葉で書きます", en: "Write here, in your own words" },
  tryIt: { ja: "試してみる", en: "Try it" },
  run: { ja: "実行する", en: "Run" },
  check: { ja: "確かめる", en: "Check it" },
  checkHint: {
    ja: "途中でも確かめられます。採点の結果には影響しません。",
    en: "Check as you go. It does not affect your result.",
  },
  running: { ja: "実行しています…", en: "Working on it…" },
  waiting: { ja: "Pythonの準備ができしだい始めます…", en: "This starts as soon as Python is ready…" },
  failed: {
    ja: "最後まで進めませんでした。下の説明を見て、もう一度お試しください。",
    en: "This could not be finished. Read the note below, then try again.",
  },
  code: { ja: "プログラム", en: "Program" },
  details: { ja: "くわしい記録", en: "Details" },
  stopped: { ja: "途中で止まりました", en: "This stopped half way" },
  outcomes: {
    ja: {
      passed: "できています",
      "not-yet": "もう一歩です",
      "not-tried": "まだ試していません",
      "not-checked": "確認できませんでした",
    },
    en: {
      passed: "Reached",
      "not-yet": "Not yet",
      "not-tried": "Not tried yet",
      "not-checked": "Could not be checked",
    },
  },
};

export const settings = () => {
  const text = document.getElementById("jupyter-config-data").textContent;
  return JSON.parse(text).terakoya ?? { language: "ja", theme: "system", styles: [] };
};

const { language } = settings();

export const say = (name) => WORDS[name][language];
