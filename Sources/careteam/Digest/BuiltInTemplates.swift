/// The digest's own templates (mustache(5)), which a user may replace; careteam-digest(1) names what they can use.
enum BuiltInTemplates {
  static let subject = "careteam: {{headline}}\n"

  static let text = """
    {{#accounts}}
    {{#several}}
    {{name}}

    {{/several}}
    {{#lines}}
    {{line}}
    {{/lines}}

    {{#items}}
    {{handle}}  {{subject}}
        {{#isUrgent}}{{priority}} · {{/isUrgent}}{{type}} · {{count}} from {{from}}

    {{#messages}}
        {{handle}}  {{from}} · {{sent}}
    {{#lines}}
    {{^isBlank}}
          {{line}}
    {{/isBlank}}
    {{#isBlank}}

    {{/isBlank}}
    {{/lines}}
    {{#attachments}}
          {{handle}}  {{name}}
    {{/attachments}}

    {{/messages}}
    {{/items}}
    {{#waitingOnMe.hasItems}}
    Waiting for your answer:
    {{#waitingOnMe.items}}
    {{handle}}  {{subject}} ({{since}})
    {{/waitingOnMe.items}}
    {{#waitingOnMe.hasMore}}
    and {{waitingOnMe.more}} more
    {{/waitingOnMe.hasMore}}

    {{/waitingOnMe.hasItems}}
    {{#waitingOnCareTeam.hasItems}}
    Waiting for their answer:
    {{#waitingOnCareTeam.items}}
    {{handle}}  {{subject}} ({{since}})
    {{/waitingOnCareTeam.items}}
    {{#waitingOnCareTeam.hasMore}}
    and {{waitingOnCareTeam.more}} more
    {{/waitingOnCareTeam.hasMore}}

    {{/waitingOnCareTeam.hasItems}}
    {{/accounts}}
    Read with ‘careteam list --unread’ and ‘careteam read’.
    For a true emergency call your emergency number.

    """

  /// One column and no table; nothing is fetched, and there is nothing to click on. The colours are for light and dark
  /// alike where a program knows no media query.
  static let html = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{{headline}}</title>
    <style>
    :root { color-scheme: light dark; }
    body { margin: 0 auto; padding: 1.5em 1em; max-width: 38em; font: 16px/1.5 sans-serif;
      color: #1c1c1e; background-color: #ffffff; }
    h1 { font-size: 1.25em; margin: 0; }
    h2 { font-size: 1.1em; margin: 1.5em 0 0; }
    h3 { font-size: 1em; margin: 1.25em 0 0; }
    p { margin: 0.25em 0; }
    ul { margin: 0.25em 0; padding-left: 1.25em; }
    .quiet { color: #5a5a60; font-size: 0.9em; }
    .urgent { color: #a11212; font-weight: bold; }
    .message { border-left: 3px solid #8a8a90; margin: 0.75em 0; padding: 0 0 0 0.75em; }
    .body { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
    @media (prefers-color-scheme: dark) {
      body { color: #f2f2f4; background-color: #1c1c1e; }
      .quiet { color: #b0b0b6; }
      .urgent { color: #ff8a80; }
    }
    </style>
    </head>
    <body>
    <h1>{{headline}}</h1>
    <p class="quiet">{{date}}</p>
    {{#accounts}}
    {{#several}}
    <h2 dir="auto">{{name}}</h2>
    {{/several}}
    {{#lines}}
    <p>{{line}}</p>
    {{/lines}}
    {{#items}}
    <h3 dir="auto">{{subject}}</h3>
    <p class="quiet">{{handle}} · {{#isUrgent}}<span class="urgent">{{priority}}</span> · {{/isUrgent}}{{type}} ·
    {{count}} from <bdi>{{from}}</bdi></p>
    {{#messages}}
    <div class="message">
    <p class="quiet">{{handle}} · <bdi>{{from}}</bdi> · {{sent}}</p>
    <div class="body" dir="auto">{{text}}</div>
    {{#attachments}}
    <p class="quiet">{{handle}} · <bdi>{{name}}</bdi></p>
    {{/attachments}}
    </div>
    {{/messages}}
    {{/items}}
    {{#waitingOnMe.hasItems}}
    <h3>Waiting for your answer</h3>
    <ul>
    {{#waitingOnMe.items}}
    <li>{{handle}} · <bdi>{{subject}}</bdi>, {{since}}</li>
    {{/waitingOnMe.items}}
    {{#waitingOnMe.hasMore}}
    <li>and {{waitingOnMe.more}} more</li>
    {{/waitingOnMe.hasMore}}
    </ul>
    {{/waitingOnMe.hasItems}}
    {{#waitingOnCareTeam.hasItems}}
    <h3>Waiting for their answer</h3>
    <ul>
    {{#waitingOnCareTeam.items}}
    <li>{{handle}} · <bdi>{{subject}}</bdi>, {{since}}</li>
    {{/waitingOnCareTeam.items}}
    {{#waitingOnCareTeam.hasMore}}
    <li>and {{waitingOnCareTeam.more}} more</li>
    {{/waitingOnCareTeam.hasMore}}
    </ul>
    {{/waitingOnCareTeam.hasItems}}
    {{/accounts}}
    <p class="quiet">Read with ‘careteam list --unread’ and ‘careteam read’.<br>
    For a true emergency call your emergency number.</p>
    </body>
    </html>

    """
}
