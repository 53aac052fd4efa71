import CareTeamCore
import Crypto

/// How the pages look: one column that fits a phone, in the colours of light and dark systems, without a script.
enum PageStyle {
  static let text = """
    :root { color-scheme: light dark; --ink: #1b2428; --soft: #55636a; --paper: #f3f6f6; --card: #fff; --line: #c9d3d6;
      --accent: #0b6b63; --on: #fff; --wrong: #a1260d; --wrongpaper: #fdeeea; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6edee; --soft: #a3b1b6; --paper: #12181a; --card: #1c2426;
      --line: #3d494d; --accent: #5cc4b8; --on: #06211e; --wrong: #ffb4a3; --wrongpaper: #3a1e18; } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
      display: flex; justify-content: center; padding: 1rem; }
    main { width: 100%; max-width: 30rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
      padding: 1.5rem; margin: 4vh 0; overflow-wrap: anywhere; align-self: flex-start; }
    h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 .75rem; }
    p { margin: 0 0 1rem; }
    .soft, small { color: var(--soft); font-size: .9rem; }
    .wrong { color: var(--wrong); background: var(--wrongpaper); border-radius: .5rem; padding: .625rem .75rem; }
    label.field, fieldset > legend { display: block; font-weight: 600; margin: 0 0 .25rem; padding: 0; }
    input.text, select { display: block; width: 100%; font: inherit; color: inherit; background: var(--card);
      border: 1px solid var(--soft); border-radius: .5rem; padding: .625rem .75rem; min-height: 2.75rem;
      margin: 0 0 1rem; }
    input.code { font-family: ui-monospace, monospace; font-size: 1.5rem; letter-spacing: .1em; text-align: center;
      text-transform: uppercase; }
    fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
    ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
    li { border-bottom: 1px solid var(--line); }
    li label { display: flex; gap: .75rem; align-items: flex-start; padding: .625rem 0; cursor: pointer; }
    li input { width: 1.25rem; height: 1.25rem; margin: .125rem 0 0; flex: none; accent-color: var(--accent); }
    li small { display: block; }
    .buttons { display: flex; gap: .75rem; flex-wrap: wrap; }
    button { flex: 1 1 8rem; font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem;
      border-radius: .5rem; border: 1px solid var(--accent); background: var(--accent); color: var(--on);
      cursor: pointer; }
    button.plain { background: transparent; color: var(--accent); }
    button.link { all: unset; color: var(--accent); text-decoration: underline; cursor: pointer; }
    :focus-visible, button.link:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    footer { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 1rem; }
    footer p:last-child { margin: 0; }
    """

  /// The source that a content security policy allows: this text and no other.
  static let policySource = "'sha256-\(Base64.encode(Array(SHA256.hash(data: Array(text.utf8)))))'"
}
