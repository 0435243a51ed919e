from django.forms.renderers import TemplatesSetting


class ComponentRenderer(TemplatesSetting):
    """Every form field on every page looks and speaks alike."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
