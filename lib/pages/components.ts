import { type Html, html } from './html.ts';

export interface FieldView {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly value?: string | undefined;
  readonly hint?: string;
  readonly mistake?: string | undefined;
  readonly autocomplete?: string;
  readonly inputMode?: 'decimal' | 'numeric' | 'email';
  readonly maxLength?: number;
  readonly optional?: boolean;
}

/** A labelled input; its hint and its mistake are read out with it. A password is never filled in again. */
export function field(view: FieldView): Html {
  const { name } = view;
  const described = [view.hint && `${name}-hint`, view.mistake && `${name}-mistake`].filter(Boolean).join(' ');
  return html`<div class="field${view.mistake === undefined ? '' : ' wrong'}">
      <label for="${name}">${view.label}</label>
      ${view.hint && html`<p class="hint" id="${name}-hint">${view.hint}</p>`}
      ${view.mistake && html`<p class="mistake" id="${name}-mistake">${view.mistake}</p>`}
      <input id="${name}" name="${name}" type="${view.type ?? 'text'}"
        ${view.type !== 'password' && view.value !== undefined && html`value="${view.value}"`}
        ${view.autocomplete && html`autocomplete="${view.autocomplete}"`}
        ${view.inputMode && html`inputmode="${view.inputMode}"`}
        ${view.maxLength && html`maxlength="${view.maxLength}"`}
        ${described !== '' && html`aria-describedby="${described}"`}
        ${view.mistake !== undefined && html`aria-invalid="true"`}
        ${!view.optional && html`required`}>
    </div>`;
}

export interface SummaryView {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly items?: readonly { readonly field: string; readonly text: string }[];
  /** A way out, when going on is elsewhere. */
  readonly link?: { readonly href: string; readonly label: string } | undefined;
}

/** What went wrong with a form, above it; takes the focus when the page opens, and leads to each field. */
export function errorSummary(view: SummaryView | undefined): Html | undefined {
  if (view === undefined) return undefined;
  return html`<div class="summary" role="alert" tabindex="-1" autofocus>
      <h2>${view.title}</h2>
      ${view.detail && html`<p>${view.detail}</p>`}
      ${
        view.items !== undefined &&
        view.items.length > 0 &&
        html`<ul>${view.items.map((item) => html`<li><a href="#${item.field}">${item.text}</a></li>`)}</ul>`
      }
      ${view.link && html`<p><a href="${view.link.href}">${view.link.label}</a></p>`}
    </div>`;
}

/** Good or neutral news above a page's content. */
export function notice(text: string | undefined, tone: 'good' | 'warning' = 'good'): Html | undefined {
  if (text === undefined) return undefined;
  return html`<div class="notice ${tone}" role="status"><p>${text}</p></div>`;
}

export function submit(label: string, attributes: { name?: string; value?: string; quiet?: boolean } = {}): Html {
  return html`<button type="submit" class="${attributes.quiet ? 'second' : 'button'}"
      ${attributes.name && html`name="${attributes.name}" value="${attributes.value ?? ''}"`}>${label}</button>`;
}
