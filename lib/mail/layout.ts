import { type Html, html } from '../pages/html.ts';
import type { MailFrame } from './compose.ts';
import type { MailWords } from './render.ts';

/**
 * One column of at most 600 pixels that reads on a phone. Colours stand on the elements, because many mail programs drop
 * style sheets; those that keep them get a dark variant. Tables only where Outlook needs them for the width.
 */
export function mailLayout(frame: MailFrame, subject: string, content: Html, words: MailWords): Html {
  return html`<!doctype html>
<html lang="${frame.locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="supported-color-schemes" content="light dark">
    <title>${subject}</title>
    <style>
      :root { color-scheme: light dark; }
      a:focus { outline: 3px solid #1f4fd8; outline-offset: 2px; }
      @media (prefers-color-scheme: dark) {
        .back { background: #0e151d !important; }
        .card { background: #18222d !important; border-color: #2c3a49 !important; }
        .ink, .brand { color: #eef3f8 !important; }
        .soft { color: #b3c0ce !important; }
        .plain { color: #9dbcff !important; }
        .action { background: #9dbcff !important; color: #0b1c45 !important; }
      }
    </style>
  </head>
  <body class="back" style="margin:0;padding:0;background:#eef2f6;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.55">
    <table class="back" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#eef2f6">
      <tr>
        <td align="center" style="padding:24px 12px">
          <table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px">
            <tr>
              <td class="brand" role="banner" style="padding:0 8px 14px;font-size:17px;font-weight:700;color:#14202e">${frame.service.name}</td>
            </tr>
            <tr>
              <td class="card" role="main" style="padding:32px 28px;background:#ffffff;border:1px solid #d7dfe8;border-radius:12px">
      ${content}
              </td>
            </tr>
            <tr>
              <td role="contentinfo" class="soft" style="padding:18px 8px 0;font-size:13px;line-height:1.5;color:#4a5a6c">
                <p style="margin:0 0 8px">${words.help}</p>
                <p style="margin:0 0 8px">${words.why}</p>
                <p style="margin:0">${words.sender}</p>
              </td>
            </tr>
          </table>
        </td>
      </tr>
    </table>
  </body>
</html>
`;
}
