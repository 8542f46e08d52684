/** The names that the browser, its language and the libraries of nearly every page give to all scripts; any other global must be defined somewhere. */

const OF_THE_LANGUAGE =
  'Promise isNaN isFinite parseInt parseFloat decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval globalThis structuredClone queueMicrotask';
const OF_THE_WINDOW =
  'window self top parent frames opener document location history navigator screen performance crypto indexedDB caches localStorage sessionStorage cookieStore visualViewport speechSynthesis customElements event this';
const FUNCTIONS =
  'alert confirm prompt open close stop print focus blur find scroll scrollTo scrollBy moveTo moveBy resizeTo resizeBy setTimeout setInterval clearTimeout clearInterval requestAnimationFrame cancelAnimationFrame requestIdleCallback cancelIdleCallback fetch getSelection getComputedStyle matchMedia postMessage dispatchEvent addEventListener removeEventListener reportError atob btoa createImageBitmap navigate';
const CLASSES =
  'Event CustomEvent FormData URLSearchParams URL XMLHttpRequest WebSocket EventSource FileReader Blob File Audio Image Notification';
/** What inline handlers of pages have besides: the members of their element, its form and the document. */
export const OF_ELEMENT: ReadonlySet<string> = new Set(
  'write writeln submit reset click remove select checkValidity reportValidity requestSubmit showModal show hidePopover showPopover togglePopover getElementById querySelector querySelectorAll createElement scrollIntoView requestFullscreen exitFullscreen setAttribute removeAttribute toggleAttribute'.split(
    ' ',
  ),
);
const OF_LIBRARIES =
  '$ jQuery htmx bootstrap Swal toastr moment axios Vue React angular _ gtag ga fbq dataLayer grecaptcha google chrome browser require module process exports Alpine Stimulus Turbo goto $emit emit $router $store $refs $nextTick $set $dispatch $watch';

export const BROWSER: ReadonlySet<string> = new Set(
  [OF_THE_LANGUAGE, OF_THE_WINDOW, FUNCTIONS, CLASSES, OF_LIBRARIES].join(' ').split(' '),
);
