import type { ReportData } from './data.ts'
import { html, jsonMarkup, sealed } from './html.ts'

/** What roster brings along for the page: how it looks, and what it does. */
export interface PageParts {
  readonly style: string
  readonly script: string
  /** sha256 in base64. */
  readonly hash: (text: string) => string
}

/**
 * A report as one file. Nothing is loaded: the policy of the page forbids every source but its own style and script, known by
 * their hashes, and forbids text to be taken for markup.
 */
export function reportPage(data: ReportData, { style, script, hash }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `style-src 'sha256-${hash(style)}'`,
    `script-src 'sha256-${hash(script)}'`,
    `connect-src 'none'`,
    `img-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ')
  const { organisation, made } = data
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${organisation}: access report of ${made.day}</title>
        ${sealed('style', style)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <p class="brand">${organisation}</p>
          <p class="made">Access report, ${made.words}</p>
        </header>
        <div class="frame">
          <nav id="pages" aria-label="Pages"></nav>
          <main id="main" tabindex="-1">
            <h1>Access report</h1>
            <noscript
              ><p>
                This report shows its ${data.people.length.toLocaleString('en-GB')} people with a script that is part of
                this file. Scripts are switched off here. <code>roster users</code>, <code>roster access</code> and
                <code>roster explain</code> tell the same in a terminal.
              </p></noscript
            >
          </main>
        </div>
        <script type="application/json" id="report">
          ${jsonMarkup(data)}
        </script>
        ${sealed('script', script)}
      </body>
    </html> `.markup
}
