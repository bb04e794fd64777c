import { type Html, html } from './html.ts';

/** What every control of a form has: its hint and its mistake are read out with it. */
interface ControlView {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly mistake?: string | undefined;
  readonly autocomplete?: string;
  readonly optional?: boolean;
}

export interface FieldView extends ControlView {
  readonly type?: 'text' | 'email' | 'password' | 'date';
  readonly value?: string | undefined;
  readonly inputMode?: 'decimal' | 'numeric' | 'email';
  readonly maxLength?: number;
  /** Lines of text that are seen at once; one without it. */
  readonly rows?: number;
}

/** A labelled input. A password is never filled in again. */
export function field(view: FieldView): Html {
  const attributes = html`${attributesOf(view)}${view.maxLength && html` maxlength="${view.maxLength}"`}`;
  // A browser takes away the first line break of a textarea, so one is put there that nobody typed.
  if (view.rows !== undefined)
    return labelled(view, html`<textarea ${attributes} rows="${view.rows}">${'\n'}${view.value ?? ''}</textarea>`);
  return labelled(
    view,
    html`<input ${attributes} type="${view.type ?? 'text'}"
        ${view.type !== 'password' && view.value !== undefined && html`value="${view.value}"`}
        ${view.inputMode && html`inputmode="${view.inputMode}"`}>`,
  );
}

export interface SelectView extends ControlView {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly lang?: string }[];
}

/** A labelled list of which one is chosen. */
export function select(view: SelectView): Html {
  const options = view.options.map(
    ({ value, label, lang }) =>
      html`<option value="${value}"${lang && html` lang="${lang}"`}${value === view.value && html` selected`}>${label}</option>`,
  );
  return labelled(view, html`<select ${attributesOf(view)}>${options}</select>`);
}

function labelled({ name, label, hint, mistake }: ControlView, control: Html): Html {
  return html`<div class="field${mistake === undefined ? '' : ' wrong'}">
      <label for="${name}">${label}</label>
      ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
      ${mistake && html`<p class="mistake" id="${name}-mistake">${mistake}</p>`}
      ${control}
    </div>`;
}

function attributesOf({ name, hint, mistake, autocomplete, optional }: ControlView): Html {
  const described = [hint && `${name}-hint`, mistake && `${name}-mistake`].filter(Boolean).join(' ');
  return html`id="${name}" name="${name}"
        ${autocomplete && html`autocomplete="${autocomplete}"`}
        ${described !== '' && html`aria-describedby="${described}"`}
        ${mistake !== undefined && html`aria-invalid="true"`}
        ${!optional && html`required`}`;
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

/** One of several buttons that read the same: who only hears the page is told what each is about. */
export function stepButton(step: string, label: string, about: string): Html {
  return html`<button type="submit" class="second" name="do" value="${step}">${label}<span class="visually-hidden"> (${about})</span></button>`;
}

export function submit(label: string, attributes: { name?: string; value?: string; quiet?: boolean } = {}): Html {
  return html`<button type="submit" class="${attributes.quiet ? 'second' : 'button'}"
      ${attributes.name && html`name="${attributes.name}" value="${attributes.value ?? ''}"`}>${label}</button>`;
}
