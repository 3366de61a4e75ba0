// Presses the button of a page that only sends somebody on; without scripts the reader presses it.
document.querySelector('form[data-send]')?.requestSubmit();
