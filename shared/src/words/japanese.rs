//! The widget's words in Japanese.

use super::Words;

pub(super) const WORDS: Words = Words {
    feedback: "ご意見",
    close: "閉じる",
    next: "次へ",
    back: "戻る",
    send: "送信",
    sending: "送信中…",
    privacy: "匿名・クッキー不使用",
    required: "続けるには回答してください。",
    optional: "任意",
    kept: "まだ送信されていません：接続がありません。次回の訪問までこの端末に保存されます。",
    not_sent: "送信されませんでした：接続がありません。",
    refused: "送信されませんでした：このアンケートは回答の受付を終了しました。",
    retry: "再試行",
    point: "{{of}}のうち{{n}}",
    step: "質問 {{n}}／{{of}}",
    several: "複数選択可",
    too_few: "{{n}}つ以上選んでください。",
    too_many: "選べるのは{{n}}つまでです。",
    say_other: "その他の内容を入力してください",
    too_short: "{{n}}文字以上入力してください。",
    no_email: "メールアドレスを入力してください（例：ana@example.com）。",
    no_number: "数字を入力してください。",
    both: "両方を評価してください。",
    points_left: "残り{{n}}点",
    points_over: "{{n}}点超過",
    new_window: "新しいタブで開きます",
    thumbs: ["低評価", "高評価"],
    faces: ["とても悪い", "悪い", "どちらでもない", "良い", "とても良い"],
};
